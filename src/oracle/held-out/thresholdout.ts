import type { Random } from '../../kernel/random.ts';

export interface ThresholdoutLimits {
  /** T: how far the two figures may lie apart before the held-out one is told. */
  readonly threshold: number;
  /** Sigma: scale of the noise. */
  readonly noise: number;
}

export interface ThresholdoutAnswer {
  readonly released: number;
  /** The held-out figure was told, with noise: one of the answers that the budget counts. */
  readonly spent: boolean;
}

/**
 * Thresholdout (Dwork et al., The reusable holdout, Science 349, 2015, and Generalization in Adaptive Data Analysis and
 * Holdout Reuse, NeurIPS 2015, figure 1): the visible figure, unless the held-out one differs from it by more than
 * T + gamma + eta; then the held-out one + xi. eta ~ Lap(4 sigma) and xi ~ Lap(sigma) are drawn for each question,
 * gamma ~ Lap(2 sigma) stays until an answer was spent.
 *
 * Figure 1 draws gamma anew within the answer that was spent. Here it is redrawn between readings: all questions of one
 * reading are answered with the gamma that the readings before it left, even where one of them was spent in between, so that
 * the order of judgements within a reading changes no answer. The streams come from the oracle's seed, so that the same
 * question is answered the same.
 *
 * @param shared the stream of gamma: the same one from one answer that was spent to the next
 * @param own the question's own stream
 */
export function thresholdoutAnswer(
  visible: number,
  heldOut: number,
  { threshold, noise }: ThresholdoutLimits,
  shared: Random,
  own: Random,
): ThresholdoutAnswer {
  const gamma = laplace(2 * noise, shared);
  const eta = laplace(4 * noise, own);
  const xi = laplace(noise, own);
  const spent = Math.abs(heldOut - visible) > threshold + gamma + eta;
  return { released: spent ? heldOut + xi : visible, spent };
}

/** A draw from the Laplace distribution with mean 0, by inversion of its distribution function. */
export function laplace(scale: number, random: Random): number {
  const centred = random.next() - 0.5;
  // 1 - 2|u| is 0 only for u = -1/2, one draw in 2^53: the largest finite deviate stands for it.
  const tail = Math.max(1 - 2 * Math.abs(centred), 2 ** -53);
  return -scale * Math.sign(centred) * Math.log(tail);
}
