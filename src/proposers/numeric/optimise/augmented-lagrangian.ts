import { minimizeLbfgs, type LbfgsOptions } from './lbfgs.ts';
import type { SmoothFunction } from './smooth-function.ts';
import type { WorkMeter } from './work-meter.ts';

/** Early rounds need no more accuracy than their multipliers have. */
const FIRST_TOLERANCE = 1e-2;
const SHARPENING = 0.1;
/** A round that asked for less does not end the search. */
const LAST_TOLERANCE = 1e-7;

/** Maximise `value` where no violation is above zero. */
export interface ConstrainedProblem {
  readonly constraints: number;
  /** The value to maximise; adds `scale` times its gradient to `gradient`. */
  readonly value: (point: Float64Array, scale: number, gradient: Float64Array) => number;
  /** How far each constraint is violated; at most zero where it holds. */
  readonly violations: (point: Float64Array) => ArrayLike<number>;
  /** Adds the gradient of the sum of `weights[i] * violations[i]`, at the point asked for last, to `gradient`. */
  readonly pullBack: (point: Float64Array, weights: Float64Array, gradient: Float64Array) => void;
}

export interface LagrangianOptions {
  readonly rounds: number;
  /** Penalty weight of the first round, and what it is multiplied with where a round gains too little. */
  readonly penalty: number;
  readonly growth: number;
  readonly greatestPenalty: number;
  /** Constraints are held with this much to spare; half of it is how exactly the active ones are met at the end. */
  readonly margin: number;
  readonly local: LbfgsOptions;
}

export interface ConstrainedMaximum {
  readonly point: Float64Array;
  readonly value: number;
  /** The largest violation, the margin not counted: at most zero when the point is feasible. */
  readonly violation: number;
}

/**
 * The method of multipliers for inequalities (Powell 1969, Hestenes 1969, Rockafellar 1974; Nocedal & Wright, section
 * 17.4): rounds of L-BFGS on  -f + sum(max(0, m + p v)^2 - m^2) / (2 p),  then m := max(0, m + p v).
 *
 * @param abandon asked after each round with value and violation; true ends the search there
 */
export function maximizeConstrained(
  problem: ConstrainedProblem,
  start: Float64Array,
  options: LagrangianOptions,
  meter: WorkMeter,
  abandon: (value: number, violation: number, round: number) => boolean = () => false,
): ConstrainedMaximum {
  const { margin } = options;
  const multipliers = new Float64Array(problem.constraints);
  const weights = new Float64Array(problem.constraints);
  let penalty = options.penalty;
  const lagrangian: SmoothFunction = (point, gradient) => {
    gradient.fill(0);
    let sum = -problem.value(point, -1, gradient);
    const violations = problem.violations(point);
    for (let index = 0; index < multipliers.length; index += 1) {
      const multiplier = multipliers[index]!;
      const weight = Math.max(0, multiplier + penalty * (violations[index]! + margin));
      weights[index] = weight;
      sum += (weight * weight - multiplier * multiplier) / (2 * penalty);
    }
    problem.pullBack(point, weights, gradient);
    return sum;
  };
  let point = start;
  let last = Infinity;
  for (let round = 0; round < options.rounds && meter.left() > 0; round += 1) {
    const gradientTolerance = Math.max(
      options.local.gradientTolerance,
      FIRST_TOLERANCE * SHARPENING ** round,
    );
    ({ point } = minimizeLbfgs(lagrangian, point, { ...options.local, gradientTolerance }, meter));
    const violations = problem.violations(point);
    let worst = -Infinity;
    let residual = 0;
    for (let index = 0; index < multipliers.length; index += 1) {
      const violation = violations[index]! + margin;
      const multiplier = multipliers[index]!;
      multipliers[index] = Math.max(0, multiplier + penalty * violation);
      worst = Math.max(worst, violation);
      residual = Math.max(residual, Math.abs(Math.max(violation, -multiplier / penalty)));
    }
    const isSharp = gradientTolerance <= LAST_TOLERANCE;
    if ((isSharp && residual <= margin / 2) || abandon(valueAt(problem, point), worst, round)) break;
    if (residual > last / 4) penalty = Math.min(options.greatestPenalty, penalty * options.growth);
    last = residual;
  }
  return { point, value: valueAt(problem, point), violation: largest(problem.violations(point)) };
}

function valueAt(problem: ConstrainedProblem, point: Float64Array): number {
  return problem.value(point, 0, new Float64Array(point.length));
}

function largest(values: ArrayLike<number>): number {
  let most = -Infinity;
  for (let index = 0; index < values.length; index += 1) most = Math.max(most, values[index]!);
  return most;
}
