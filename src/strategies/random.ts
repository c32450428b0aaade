import { z } from 'zod';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { parseOptions } from './options.ts';
import { recordOf, type CandidateRecord } from './ranking.ts';

const schema = z.strictObject({ intent: z.enum(['start', 'vary']).default('start') });

export type RandomState = { readonly baseline: CandidateRecord };

/**
 * The control: every proposal is made from the baseline, whatever came of the others, so that nothing is selected. With
 * `intent: start` (default) each is something new, with `vary` a variation of the baseline.
 */
export function createRandomStrategy(options: JsonObject): Strategy<RandomState> {
  const { intent } = parseOptions(schema, options, 'random');
  return {
    id: 'random',
    start: (baseline) => ({ baseline: recordOf(baseline.candidate) }),
    select: (state) => ({ kind: 'propose', parents: [state.baseline], intent }),
    observe: (state) => state,
  };
}
