import type { Draw, Search } from './search.ts';

/** Flips each bit with probability `strength`. */
export function flipSome({ point, bits }: Search, strength: number, draw: Draw): number {
  let next = point;
  for (let bit = 0; bit < bits; bit += 1) {
    if (draw() < strength) next ^= 1 << bit;
  }
  return next;
}

/** Flips one bit, and with probability `strength` another one. */
export function flipOne({ point, bits }: Search, strength: number, draw: Draw): number {
  const first = point ^ (1 << Math.floor(draw() * bits));
  return draw() < strength ? first ^ (1 << Math.floor(draw() * bits)) : first;
}

/** Takes the place of the best point, with each bit flipped with probability `strength`. */
export function aroundBest(search: Search, strength: number, draw: Draw): number {
  return flipSome({ ...search, point: search.best }, strength, draw);
}

/** Takes each bit from the best point with probability `strength`, from the present one otherwise. */
export function mixWithBest({ point, best, bits }: Search, strength: number, draw: Draw): number {
  let next = point;
  for (let bit = 0; bit < bits; bit += 1) {
    if (draw() < strength) next = (next & ~(1 << bit)) | (best & (1 << bit));
  }
  return next;
}

/** Any point: `strength` is the probability of a one. */
export function anew({ bits }: Search, strength: number, draw: Draw): number {
  let next = 0;
  for (let bit = 0; bit < bits; bit += 1) {
    if (draw() < strength) next |= 1 << bit;
  }
  return next;
}
