/** Pearson's statistic of counts against the shares they should have, which add up to 1. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const drawn = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, index) => {
    const expected = drawn * shares[index]!;
    if (expected === 0) return count === 0 ? sum : Infinity;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

/**
 * What the statistic exceeds once in a thousand, by degrees of freedom from 1: one less than the shares above zero
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4).
 */
export const CHI_SQUARE_LIMITS: readonly number[] = [
  10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588,
];

/** Weights as shares that add up to 1. */
export function normalised(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
