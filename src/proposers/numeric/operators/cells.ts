import type { Random } from '../../../kernel/random.ts';
import type { NumberTable } from '../number-table.ts';
import type { TableContext } from '../operator.ts';

/** Where a number of a table stands. The items of a plain list are rows of one number. */
export interface Cell {
  /** Position in reading order. */
  readonly index: number;
  readonly row: number;
  readonly column: number;
}

/** The cells of a table in reading order. */
export function cellsOf({ rows, isList }: NumberTable): readonly Cell[] {
  const cells: Cell[] = [];
  for (const [row, numbers] of rows.entries()) {
    for (const position of numbers.keys()) {
      const [ownRow, column] = isList ? [position, 0] : [row, position];
      cells.push({ index: cells.length, row: ownRow, column });
    }
  }
  return cells;
}

export function rowCount({ rows, isList }: NumberTable): number {
  return isList ? rows[0]!.length : rows.length;
}

/** A number anywhere in a column's bounds, whole where the table is. */
export function drawCell({ column }: Cell, { table, bounds, random }: TableContext): number {
  return drawWithin(bounds[column]!, table.isWhole, random);
}

function drawWithin([low, high]: readonly [number, number], isWhole: boolean, random: Random): number {
  return isWhole ? low + random.below(high - low + 1) : low + random.next() * (high - low);
}
