import { drawBeta } from '../../../kernel/beta-draw.ts';
import type { Random } from '../../../kernel/random.ts';
import type { ModelRecord } from './model-record.ts';

/**
 * Thompson sampling for arms that succeed or fail (Agrawal & Goyal 2012, "Analysis of Thompson Sampling for the
 * Multi-armed Bandit Problem", algorithm 1): the arm with the largest draw from Beta(kept + 1, failed + 1). With costs,
 * the largest draw for each unit of cost, as in budgeted Thompson sampling (Xia, Li, Qin, Yu & Liu 2015), the cost being
 * its mean instead of a draw of its own.
 *
 * @param costs of one try of each arm, above 0
 */
export function thompson(
  arms: readonly Pick<ModelRecord, 'tried' | 'kept'>[],
  costs: readonly number[],
  random: Random,
): number {
  const draws = arms.map(
    ({ kept, tried }, index) => drawBeta(kept + 1, tried - kept + 1, random) / costs[index]!,
  );
  return draws.indexOf(Math.max(...draws));
}
