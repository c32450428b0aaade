import type { Contender } from '../kernel/contracts/acceptance.ts';
import type { JudgementOrder } from '../kernel/contracts/judge.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';

/** What a rule asks of the judge, and of whom. */
export type Order = JudgementOrder & { readonly whom: Contender };

/** The questions that every candidate is asked first: the visible ones, the same for all. */
export function screening(mode: JudgementOrder['mode']): Order {
  return { whom: 'candidate', mode, inputs: SCREENING_INPUTS, scope: 'visible' };
}
