import type { Random } from '../../../kernel/random.ts';
import type { ModelRecord } from './model-record.ts';

/**
 * UCB1 (Auer, Cesa-Bianchi & Fischer 2002, "Finite-time Analysis of the Multiarmed Bandit Problem", Machine Learning
 * 47, figure 1): the arm with the largest kept/tried + sqrt(2 ln n / tried), each arm tried once before, in an order
 * that is drawn. With costs, the bound for each unit of cost, as in fractional KUBE (Tran-Thanh, Chapman, Rogers &
 * Jennings 2012, "Knapsack based optimal policies for budget-limited multi-armed bandits").
 *
 * @param costs of one try of each arm, above 0
 * @returns the arm's index; the first among equals
 */
export function upperConfidence(
  arms: readonly ModelRecord[],
  costs: readonly number[],
  random: Random,
): number {
  const untried = [...arms.keys()].filter((index) => arms[index]!.tried === 0);
  if (untried.length > 0) return random.pick(untried);
  const all = arms.reduce((sum, { tried }) => sum + tried, 0);
  const bounds = arms.map(
    ({ kept, tried }, index) => (kept / tried + Math.sqrt((2 * Math.log(all)) / tried)) / costs[index]!,
  );
  return bounds.indexOf(Math.max(...bounds));
}
