/** What changing from one candidate to the next is worth, by measurements under the same seeds. */
export interface PairedGain {
  /** Mean of before less after: positive is better where less is better. */
  readonly mean: number;
  /** Standard deviation of the differences. */
  readonly deviation: number;
  /** `gain` or `loss` when the mean is more than two standard errors away from nothing. */
  readonly verdict: 'gain' | 'loss' | 'noise';
}

/** Compares two candidates seed by seed. Needs two seeds at least. */
export function pairedGain(before: readonly number[], after: readonly number[]): PairedGain {
  const gains = before.map((value, seed) => value - after[seed]!);
  const average = mean(gains);
  const deviation = standardDeviation(gains);
  const error = deviation / Math.sqrt(gains.length);
  const isNoise = Math.abs(average) <= 2 * error;
  return { mean: average, deviation, verdict: isNoise ? 'noise' : average > 0 ? 'gain' : 'loss' };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With n - 1 in the denominator. */
export function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}
