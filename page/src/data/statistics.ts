/** 95 % of a standard normal distribution lies within this many deviations of its mean. */
export const NORMAL_95 = 1.959963984540054;

/** The score interval for a share of successes, 95 % (Wilson 1927); null without a trial. */
export function wilsonInterval(
  successes: number,
  trials: number,
): readonly [low: number, high: number] | null {
  if (trials <= 0) return null;
  const share = successes / trials;
  const square = NORMAL_95 ** 2;
  const center = (share + square / (2 * trials)) / (1 + square / trials);
  const half =
    (NORMAL_95 / (1 + square / trials)) *
    Math.sqrt((share * (1 - share)) / trials + square / (4 * trials ** 2));
  return [successes === 0 ? 0 : center - half, successes === trials ? 1 : center + half];
}

/** Mean of some figures, and its standard error with n - 1; null below one and below two. */
export function meanOf(values: readonly number[]): {
  readonly mean: number | null;
  readonly error: number | null;
} {
  const count = values.length;
  if (count === 0) return { mean: null, error: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, error: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count) };
}
