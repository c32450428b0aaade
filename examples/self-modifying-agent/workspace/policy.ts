import * as operators from './operators.ts';
import type { Draw, Search } from './search.ts';

/** The next point to try. */
export function propose(search: Search, draw: Draw): number {
  return operators.flipSome(search, 0.3, draw);
}

/** Whether the search goes on from a point of this value; values of any task have mean 0 and deviation 1. */
export function accepts(search: Search, value: number, draw: Draw): boolean {
  return value > search.value - 2 * draw();
}
