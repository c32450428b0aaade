import type { Move } from '../operator.ts';
import { cellsOf, rowCount } from './cells.ts';

/** Two rows exchange their numbers in some of the columns: in a table of circles, a large one and a small one change places. */
export const exchange: Move = {
  id: 'exchange',
  apply: (point, { table, random }) => {
    const rows = rowCount(table);
    const [left, right] = [random.below(rows), random.below(rows)];
    const cells = cellsOf(table);
    const at = (row: number, column: number): number | undefined =>
      cells.find((cell) => cell.row === row && cell.column === column)?.index;
    const moved = point.slice();
    for (const { index, row, column } of cells) {
      const other = at(right, column);
      if (row !== left || other === undefined || random.chance(1 / 3)) continue;
      moved[index] = point[other]!;
      moved[other] = point[index]!;
    }
    return moved;
  },
};
