/** The smallest value that more than this share of all do not exceed; the greatest for a share of 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** The middle value; of an even count the greater of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
