/** One figure of a candidate on fixed items, as a loss: smaller is better. */
export interface Loss {
  readonly mean: number;
  /** By item, in the same order for every candidate; null where only the mean is known. */
  readonly items: readonly number[] | null;
}

/** What a submission is answered with, and the best one from here on. */
export interface LadderAnswer {
  readonly released: number;
  readonly best: Loss;
  readonly improved: boolean;
}

/**
 * The Ladder (Blum and Hardt, The Ladder: A Reliable Leaderboard for Machine Learning Competitions, 2015). A loss is
 * released only if it is smaller than the best released before by more than its step; otherwise that best is released
 * again. Without a step given, the step is the parameter-free one of section 3: s / sqrt(n), with s the standard deviation
 * (n - 1) of the n paired differences between the two losses by item. With a step, what is released is rounded to its
 * multiples (figure 1). The first submission is released as it is.
 *
 * @throws RangeError without a step, when the items of the two are not the same number of at least two
 */
export function ladderAnswer(best: Loss | null, submitted: Loss, step: number | null): LadderAnswer {
  if (best === null) return improvement(submitted, step);
  const needed = step ?? pairedStandardError(best.items, submitted.items);
  return submitted.mean < best.mean - needed
    ? improvement(submitted, step)
    : { released: best.mean, best, improved: false };
}

function improvement({ mean, items }: Loss, step: number | null): LadderAnswer {
  const released = step === null ? mean : Math.round(mean / step) * step;
  return { released, best: { mean: released, items }, improved: true };
}

function pairedStandardError(best: Loss['items'], own: Loss['items']): number {
  if (best === null || own === null || best.length !== own.length || own.length < 2) {
    throw new RangeError(
      `the ladder compares item by item, and was given ${best?.length ?? 'no'} and ${own?.length ?? 'no'} items`,
    );
  }
  const differences = own.map((loss, index) => loss - best[index]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (differences.length - 1) / differences.length);
}
