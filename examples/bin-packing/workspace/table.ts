import { score } from './rule.ts';

/**
 * What the rule says of some items against every room they fit in, up to a capacity: for each item in turn, its score
 * for a room of its own size, for one more, and so on.
 */
export function table(items: readonly number[], capacity: number): number[] {
  const scores: number[] = [];
  for (const item of items) {
    for (let space = item; space <= capacity; space += 1) scores.push(score(item, space));
  }
  return scores;
}
