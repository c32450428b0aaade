import type { Scored } from '../kernel/contracts/strategy.ts';
import { canonicalJson } from '../kernel/json.ts';
import { createRandom } from '../kernel/random.ts';

/**
 * What a candidate did where it could be seen, as one number: the same for equal score and equal visible metrics, and
 * for different ones with a probability of about 2^-53.
 */
export function behaviourOf({ score, metrics }: Pick<Scored, 'score' | 'metrics'>): number {
  return createRandom(canonicalJson({ score, metrics })).next();
}
