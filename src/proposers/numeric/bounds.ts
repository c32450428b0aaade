import type { NumberTable } from './number-table.ts';
import type { TableContext } from './operator.ts';
import { cellsOf } from './operators/cells.ts';
import type { PublicObjective } from './public-objective.ts';
import { pointOf } from './table-problem.ts';

/** What the objective says, and the range of the parent's own numbers for columns it does not speak of. */
export function boundsOf(table: NumberTable, objective: PublicObjective | null): TableContext['bounds'] {
  const cells = cellsOf(table);
  const point = pointOf(table.rows);
  const columns = Math.max(...cells.map(({ column }) => column)) + 1;
  return Array.from({ length: columns }, (_, column) => {
    const values = cells.filter((cell) => cell.column === column).map(({ index }) => point[index]!);
    return objective?.bounds?.[column] ?? ([Math.min(...values), Math.max(...values)] as const);
  });
}
