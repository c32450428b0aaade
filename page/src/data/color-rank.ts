import type { Objective } from '../../../src/kernel/objective.ts';

/** How good a figure is among others: 0 for the worst, 1 for the best, by rank, so that one wild figure tells nothing. */
export function rankOf(
  values: readonly number[],
  direction: Objective['direction'],
): (value: number) => number {
  const sorted = [...new Set(values.filter(Number.isFinite))].toSorted((left, right) =>
    direction === 'minimize' ? right - left : left - right,
  );
  const ranks = new Map(
    sorted.map((value, place) => [value, sorted.length < 2 ? 1 : place / (sorted.length - 1)]),
  );
  return (value) => ranks.get(value) ?? 0;
}
