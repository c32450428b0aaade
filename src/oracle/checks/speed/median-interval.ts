/** A median with an interval that holds the true one with at least the coverage it states. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Chance that the interval holds the true median, whatever the distribution. */
  readonly coverage: number;
}

/**
 * The interval between the k-th smallest and the k-th largest value, with the largest k whose coverage is enough: for
 * independent draws of one continuous distribution it holds the median with probability
 * 1 - 2^(1 - n) * sum over i < k of (n choose i) (David and Nagaraja, Order Statistics, 3rd edition, section 7.1).
 * Too few values for it give the smallest and the largest, with the coverage these have.
 *
 * @param values at least one
 * @param confidence coverage wanted, below 1
 */
export function medianInterval(values: readonly number[], confidence: number): MedianInterval {
  if (values.length === 0) throw new RangeError('medianInterval: there is no value');
  const sorted = values.toSorted((left, right) => left - right);
  const count = sorted.length;
  let rank = 1;
  while (2 * (rank + 1) <= count + 1 && coverageOf(count, rank + 1) >= confidence) rank += 1;
  return {
    median: (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2,
    low: sorted[rank - 1]!,
    high: sorted[count - rank]!,
    coverage: coverageOf(count, rank),
  };
}

/** Chance that the median lies between the `rank`-th smallest and the `rank`-th largest of `count` values. */
export function coverageOf(count: number, rank: number): number {
  let tail = 0;
  let ways = 1;
  for (let below = 0; below < rank; below += 1) {
    tail += ways;
    ways = (ways * (count - below)) / (below + 1);
  }
  return 1 - tail * 2 ** (1 - count);
}
