import type { Random } from '../kernel/random.ts';

/**
 * So many items without replacement, in the order drawn, each of those left equally likely; all of them where there are
 * no more. Takes one number from the stream for each item.
 */
export function sample<Item>(items: readonly Item[], count: number, random: Random): readonly Item[] {
  const left = [...items];
  const drawn: Item[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(random.below(left.length), 1));
  return drawn;
}
