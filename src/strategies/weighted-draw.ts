import type { Random } from '../kernel/random.ts';

/**
 * An index, each as likely as its share of all weights; each equally likely where the weights are all zero. Takes one
 * number from the stream. Throws a RangeError on an empty list.
 *
 * @param weights none below zero
 */
export function drawWeighted(weights: readonly number[], random: Random): number {
  if (weights.length === 0) throw new RangeError('drawWeighted: the list is empty');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return random.below(weights.length);
  let left = random.next() * total;
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  // Rounding may leave a rest: it belongs to the last that can be drawn at all.
  return index === -1 ? weights.findLastIndex((weight) => weight > 0) : index;
}

/** Weights that add up to 1, as exp(logit / temperature); the greatest logit has all of it as the temperature nears 0. */
export function softmaxWeights(logits: readonly number[], temperature: number): readonly number[] {
  const greatest = Math.max(...logits);
  const powers = logits.map((logit) =>
    temperature > 0 ? Math.exp((logit - greatest) / temperature) : Number(logit === greatest),
  );
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
