/*
 * The problem as floating-point functions, for proposers that optimise. It judges nothing: the oracle has an exact
 * check of its own.
 */

type Circle = readonly [x: number, y: number, radius: number];
type Packing = readonly Circle[];

/** Where new tables are drawn from: anywhere in the square, radii of about the size that 26 circles can have. */
export const bounds = [
  [0, 1],
  [0, 1],
  [0.02, 0.12],
];

/** The sum of the radii. */
export function value(circles: Packing): number {
  let sum = 0;
  for (const circle of circles) sum += circle[2];
  return sum;
}

export function valueGradient(circles: Packing): number[][] {
  return circles.map(() => [0, 0, 1]);
}

/** How far two circles overlap, for each pair, then how far each circle sticks out of each side, and minus its radius. */
export function violations(circles: Packing): number[] {
  const found: number[] = [];
  for (let left = 0; left < circles.length; left += 1) {
    const one = circles[left]!;
    for (let right = left + 1; right < circles.length; right += 1) {
      const other = circles[right]!;
      found.push(one[2] + other[2] - distance(one[0] - other[0], one[1] - other[1]));
    }
  }
  for (const circle of circles) {
    const [x, y, radius] = circle;
    found.push(radius - x, radius + x - 1, radius - y, radius + y - 1, -radius);
  }
  return found;
}

/** The gradient of the violations' weighted sum, in their order. */
export function violationsGradient(circles: Packing, weights: ArrayLike<number>): number[][] {
  const gradient = circles.map(() => [0, 0, 0] as [number, number, number]);
  let next = 0;
  for (let left = 0; left < circles.length; left += 1) {
    const one = circles[left]!;
    for (let right = left + 1; right < circles.length; right += 1) {
      const weight = weights[next++]!;
      if (weight === 0) continue;
      const other = circles[right]!;
      pushApart(gradient[left]!, gradient[right]!, one[0] - other[0], one[1] - other[1], weight);
    }
  }
  for (const change of gradient) {
    change[0] += weights[next + 1]! - weights[next]!;
    change[1] += weights[next + 3]! - weights[next + 2]!;
    change[2] +=
      weights[next]! + weights[next + 1]! + weights[next + 2]! + weights[next + 3]! - weights[next + 4]!;
    next += 5;
  }
  return gradient;
}

function pushApart(
  left: [number, number, number],
  right: [number, number, number],
  across: number,
  up: number,
  weight: number,
): void {
  const length = distance(across, up);
  left[2] += weight;
  right[2] += weight;
  // Circles with one centre can part in any direction, so none is given.
  if (length === 0) return;
  left[0] -= (weight * across) / length;
  right[0] += (weight * across) / length;
  left[1] -= (weight * up) / length;
  right[1] += (weight * up) / length;
}

function distance(across: number, up: number): number {
  return Math.sqrt(across * across + up * up);
}
