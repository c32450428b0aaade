/**
 * Probabilities adjusted for how many hypotheses were tested, in the order given (Holm 1979): rejecting where one is at
 * most the level keeps the probability of any false rejection at the level, however the tests depend on each other.
 */
export function holm(probabilities: readonly number[]): readonly number[] {
  const order = probabilities.map((_, index) => index);
  order.sort((left, right) => probabilities[left]! - probabilities[right]!);
  const adjusted: number[] = [];
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * probabilities[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
