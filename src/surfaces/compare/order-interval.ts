/** An interval for a median and how often such intervals hold it. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** At least this often, whatever the distribution. */
  readonly coverage: number;
}

/**
 * The median with its order-statistic interval: the narrowest symmetric one that holds the true median at least as often
 * as `level` says, which rests on the binomial distribution alone (David and Nagaraja, Order Statistics, section 7.1).
 * Few values reach no high level: then it is their whole range, and `coverage` says what that is worth.
 *
 * @param values not empty; may hold infinite ones
 */
export function medianInterval(values: readonly number[], level: number): MedianInterval {
  const sorted = values.toSorted((left, right) => left - right);
  const count = sorted.length;
  let rank = 1;
  while (rank + 1 <= count / 2 && coverageOf(count, rank + 1) >= level) rank += 1;
  const [below, above] = [sorted[Math.ceil(count / 2) - 1]!, sorted[Math.floor(count / 2)]!];
  return {
    median: below === above ? below : (below + above) / 2,
    low: sorted[rank - 1]!,
    high: sorted[count - rank]!,
    coverage: coverageOf(count, rank),
  };
}

/** How often the interval from the value of a rank to that of the same rank from above holds the median. */
function coverageOf(count: number, rank: number): number {
  let term = 0.5 ** count;
  let outside = 0;
  for (let below = 0; below < rank; below += 1) {
    outside += term;
    term *= (count - below) / (below + 1);
  }
  return Math.max(0, 1 - 2 * outside);
}
