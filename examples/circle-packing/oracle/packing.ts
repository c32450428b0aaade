import { add, compare, exact, multiply, nearestDouble, squaredDistance, subtract, sum } from 'fulcrum/checks';

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export const CIRCLES = 26;

/** Reads a candidate's answer: so many circles as [x, y, radius], finite, radii above zero. Null when it is anything else. */
export function readPacking(value: unknown): readonly Circle[] | null {
  if (!Array.isArray(value) || value.length !== CIRCLES) return null;
  const circles: Circle[] = [];
  for (const row of value as readonly unknown[]) {
    if (!Array.isArray(row) || row.length !== 3 || !row.every(Number.isFinite)) return null;
    const [x, y, radius] = row as [number, number, number];
    if (!(radius > 0)) return null;
    circles.push({ x, y, radius });
  }
  return circles;
}

/** What is wrong with a packing, as a sentence, or null. */
export type Fault = string | null;

/**
 * Every circle inside the unit square and no two overlapping, decided in exact arithmetic: doubles are rational numbers,
 * and x^2 + y^2 >= r^2 needs no root. Touching is allowed.
 */
export function exactFault(circles: readonly Circle[]): Fault {
  const [zero, one] = [exact(0), exact(1)];
  const balls = circles.map(({ x, y, radius }) => ({ center: [exact(x), exact(y)], radius: exact(radius) }));
  for (const [index, { center, radius }] of balls.entries()) {
    const sticksOut = center.some(
      (place) => compare(subtract(place, radius), zero) < 0 || compare(add(place, radius), one) > 0,
    );
    if (sticksOut) return `circle ${index} sticks out of the square`;
    for (const [other, near] of balls.slice(0, index).entries()) {
      const reach = add(radius, near.radius);
      if (compare(squaredDistance(center, near.center), multiply(reach, reach)) < 0)
        return `circles ${other} and ${index} overlap`;
    }
  }
  return null;
}

/**
 * The same question as evaluators with a tolerance ask it: in floating point, forgiving 1e-6 everywhere. Here to show
 * what such a check lets through.
 */
export function tolerantFault(circles: readonly Circle[], tolerance = 1e-6): Fault {
  for (const [index, { x, y, radius }] of circles.entries()) {
    const out = Math.max(radius - x, radius - y, x + radius - 1, y + radius - 1);
    if (out > tolerance) return `circle ${index} sticks out of the square by ${out}`;
    for (const [other, near] of circles.slice(0, index).entries()) {
      const overlap = radius + near.radius - Math.hypot(x - near.x, y - near.y);
      if (overlap > tolerance) return `circles ${other} and ${index} overlap by ${overlap}`;
    }
  }
  return null;
}

/** The sum of the radii, exact up to the rounding of the result to a double. */
export function sumOfRadii(circles: readonly Circle[]): number {
  return nearestDouble(sum(circles.map(({ radius }) => exact(radius))));
}
