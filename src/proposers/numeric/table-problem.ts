import type { NumberTable } from './number-table.ts';
import type { ConstrainedProblem } from './optimise/augmented-lagrangian.ts';
import type { WorkMeter } from './optimise/work-meter.ts';
import type { PublicObjective, TableValue } from './public-objective.ts';

/** The numbers of a table in reading order. */
export function pointOf(rows: NumberTable['rows']): Float64Array {
  return Float64Array.from(rows.flat());
}

/** Numbers in reading order, as rows of the table's shape. */
export function rowsOf(table: NumberTable, point: ArrayLike<number>): readonly (readonly number[])[] {
  let next = 0;
  return table.rows.map((row) => row.map(() => point[next++]!));
}

/**
 * A public objective as a problem over the numbers of one table. Gradients the objective does not give are estimated by
 * central differences, which spend two evaluations a number.
 */
export function tableProblem(
  table: NumberTable,
  objective: PublicObjective,
  meter: WorkMeter,
): ConstrainedProblem {
  const rows = table.rows.map((row) => [...row]);
  const shown: TableValue = table.isList ? rows[0]! : rows;
  const show = (point: Float64Array): TableValue => {
    let next = 0;
    for (const row of rows)
      for (let column = 0; column < row.length; column += 1) row[column] = point[next++]!;
    return shown;
  };
  const differences = (
    point: Float64Array,
    measure: () => number,
    scale: number,
    gradient: Float64Array,
  ): void => {
    meter.spend(2 * point.length);
    addDifferences(point, () => (show(point), measure()), scale, gradient);
  };
  return {
    constraints: objective.violations(show(pointOf(table.rows))).length,
    value: (point, scale, gradient) => {
      const value = objective.value(show(point));
      if (scale === 0) return value;
      if (objective.valueGradient === null) differences(point, () => objective.value(shown), scale, gradient);
      else addFlat(objective.valueGradient(shown), scale, gradient);
      return value;
    },
    violations: (point) => objective.violations(show(point)),
    pullBack: (point, weights, gradient) => {
      const measure = (): number => weighted(objective.violations(shown), weights);
      if (objective.violationsGradient === null) differences(point, measure, 1, gradient);
      else addFlat(objective.violationsGradient(show(point), weights), 1, gradient);
    },
  };
}

/** Central differences; the step is the cube root of the rounding unit (Nocedal & Wright, section 8.1). */
function addDifferences(
  point: Float64Array,
  measure: () => number,
  scale: number,
  gradient: Float64Array,
): void {
  for (const [index, value] of point.entries()) {
    const step = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(value));
    point[index] = value + step;
    const above = measure();
    point[index] = value - step;
    const below = measure();
    point[index] = value;
    gradient[index]! += (scale * (above - below)) / (2 * step);
  }
}

function weighted(values: readonly number[], weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    if (weights[index] !== 0) sum += weights[index]! * values[index]!;
  }
  return sum;
}

function addFlat(table: TableValue, scale: number, gradient: Float64Array): void {
  let next = 0;
  for (const row of table) {
    if (typeof row === 'number') gradient[next++]! += scale * row;
    else for (let column = 0; column < row.length; column += 1) gradient[next++]! += scale * row[column]!;
  }
}
