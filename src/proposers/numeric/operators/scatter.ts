import type { Move } from '../operator.ts';
import { cellsOf, drawCell } from './cells.ts';

/** A table drawn anew, every number anywhere in the bounds of its column. */
export const scatter: Move = {
  id: 'scatter',
  apply: (_point, context) => Float64Array.from(cellsOf(context.table), (cell) => drawCell(cell, context)),
};
