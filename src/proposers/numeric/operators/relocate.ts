import type { Move } from '../operator.ts';
import { cellsOf, drawCell, rowCount } from './cells.ts';

/** Draws one or two rows anew, anywhere in the bounds of their columns. */
export const relocate: Move = {
  id: 'relocate',
  apply: (point, context) => {
    const { table, random } = context;
    const rows = new Set(Array.from({ length: 1 + random.below(2) }, () => random.below(rowCount(table))));
    const moved = point.slice();
    for (const cell of cellsOf(table)) if (rows.has(cell.row)) moved[cell.index] = drawCell(cell, context);
    return moved;
  },
};
