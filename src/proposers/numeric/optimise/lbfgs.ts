import { searchLine } from './line-search.ts';
import { addScaled, dot, largestMagnitude, type SmoothFunction } from './smooth-function.ts';
import type { WorkMeter } from './work-meter.ts';

export interface LbfgsOptions {
  /** Pairs of steps and gradient changes remembered. */
  readonly memory: number;
  readonly iterations: number;
  /** Ends where no component of the gradient is larger. */
  readonly gradientTolerance: number;
}

export interface LocalMinimum {
  readonly point: Float64Array;
  readonly value: number;
}

/** One step of the past: how the point moved and how the gradient changed along it. */
interface Curvature {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step . change) */
  readonly inverse: number;
}

/**
 * Limited-memory BFGS (Nocedal & Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5) with the weak Wolfe
 * line search of {@link searchLine}. Returns the best point reached when the gradient vanishes, no step improves, or the
 * iterations or the work are used up.
 */
export function minimizeLbfgs(
  target: SmoothFunction,
  start: Float64Array,
  options: LbfgsOptions,
  meter: WorkMeter,
): LocalMinimum {
  let point = start.slice();
  let gradient = new Float64Array(point.length);
  meter.spend(1);
  let value = target(point, gradient);
  const past: Curvature[] = [];
  for (let iteration = 0; iteration < options.iterations && meter.left() > 0; iteration += 1) {
    const length = largestMagnitude(gradient);
    if (!(length > options.gradientTolerance)) break;
    const direction = descentDirection(gradient, past);
    // Without curvature the gradient says nothing about scale: first try a step of unit length.
    const firstStep = past.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const reached = searchLine(target, { point, value, gradient }, direction, firstStep, meter);
    if (reached === null) {
      if (past.length === 0) break;
      past.length = 0;
      continue;
    }
    const step = reached.point.slice();
    addScaled(step, -1, point);
    const change = reached.gradient.slice();
    addScaled(change, -1, gradient);
    const product = dot(step, change);
    if (product > 1e-300) past.push({ step, change, inverse: 1 / product });
    if (past.length > options.memory) past.shift();
    ({ point, value, gradient } = reached);
  }
  return { point, value };
}

/** Minus the inverse Hessian's estimate times the gradient, by the two-loop recursion (algorithm 7.4). */
function descentDirection(gradient: Float64Array, past: readonly Curvature[]): Float64Array {
  const direction = new Float64Array(gradient.length);
  addScaled(direction, -1, gradient);
  const weights = new Float64Array(past.length);
  for (let index = past.length - 1; index >= 0; index -= 1) {
    const { step, change, inverse } = past[index]!;
    weights[index] = inverse * dot(step, direction);
    addScaled(direction, -weights[index]!, change);
  }
  const latest = past.at(-1);
  if (latest !== undefined) {
    const scale = 1 / (latest.inverse * dot(latest.change, latest.change));
    for (let index = 0; index < direction.length; index += 1) direction[index]! *= scale;
  }
  for (let index = 0; index < past.length; index += 1) {
    const { step, change, inverse } = past[index]!;
    addScaled(direction, weights[index]! - inverse * dot(change, direction), step);
  }
  return direction;
}
