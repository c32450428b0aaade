/**
 * A function to be minimised: returns its value at `point` and writes its gradient there into `gradient`. A value that
 * is not finite marks a point outside its domain.
 */
export type SmoothFunction = (point: Float64Array, gradient: Float64Array) => number;

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

/** Adds `scale * direction` to `point`, in place. */
export function addScaled(point: Float64Array, scale: number, direction: Float64Array): void {
  for (let index = 0; index < point.length; index += 1) point[index]! += scale * direction[index]!;
}

/** The largest magnitude in a vector. */
export function largestMagnitude(vector: Float64Array): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  return largest;
}
