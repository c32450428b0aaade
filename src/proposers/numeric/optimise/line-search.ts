import { addScaled, dot, type SmoothFunction } from './smooth-function.ts';
import type { WorkMeter } from './work-meter.ts';

/** A point with the function's value and gradient there. */
export interface Place {
  readonly point: Float64Array<ArrayBuffer>;
  readonly value: number;
  readonly gradient: Float64Array<ArrayBuffer>;
}

const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIALS = 40;

/**
 * A step along a descent direction that meets the weak Wolfe conditions, by doubling and bisection (Lewis & Overton 2013,
 * Nonsmooth optimization via quasi-Newton methods, algorithm 2.6): also sound where the second derivative jumps, as that
 * of a penalty does. When the trials run out, the last step that decreased enough; null when there was none.
 */
export function searchLine(
  target: SmoothFunction,
  from: Place,
  direction: Float64Array,
  firstStep: number,
  meter: WorkMeter,
): Place | null {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  // Below it a decrease drowns in the rounding of the function's value.
  const smallestDecrease = Number.EPSILON * Math.abs(from.value);
  let low = 0;
  let high = Infinity;
  let step = firstStep;
  let decreased: Place | null = null;
  for (let trial = 0; trial < MOST_TRIALS && meter.left() > 0; trial += 1) {
    const point = from.point.slice();
    addScaled(point, step, direction);
    const gradient = new Float64Array(point.length);
    meter.spend(1);
    const value = target(point, gradient);
    if (!(value <= from.value + SUFFICIENT_DECREASE * step * slope)) {
      high = step;
    } else {
      decreased = { point, value, gradient };
      if (dot(gradient, direction) >= CURVATURE * slope) return decreased;
      low = step;
    }
    step = high === Infinity ? 2 * low : (low + high) / 2;
    if (!Number.isFinite(step) || -step * slope < smallestDecrease) break;
  }
  return decreased;
}
