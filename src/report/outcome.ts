import type { RunEvent } from '../kernel/event.ts';
import type { RunState } from '../kernel/run-state.ts';

/** What became of a proposal, as people count it. */
export const OUTCOMES = ['kept', 'discarded', 'invalid', 'inconclusive', 'escalated', 'refused'] as const;

/** `invalid`: it crashed, timed out or answered wrongly. `refused`: it never became a candidate and cost no evaluation. */
export type Outcome = (typeof OUTCOMES)[number];

export type OutcomeCounts = { readonly [outcome in Outcome]: number };

export const noOutcomes: OutcomeCounts = {
  kept: 0,
  discarded: 0,
  invalid: 0,
  inconclusive: 0,
  escalated: 0,
  refused: 0,
};

export function countOutcome(counts: OutcomeCounts, outcome: Outcome): OutcomeCounts {
  return { ...counts, [outcome]: counts[outcome] + 1 };
}

/** Takes back an outcome whose decision was reopened. */
export function uncountOutcome(counts: OutcomeCounts, outcome: Outcome): OutcomeCounts {
  return { ...counts, [outcome]: Math.max(0, counts[outcome] - 1) };
}

/** The outcome an event settles, or null when it settles none. `before` is the state the event is about to change. */
export function outcomeOf(before: RunState, event: RunEvent): Outcome | null {
  if (event.type === 'proposal-refused') return 'refused';
  if (event.type !== 'candidate-decided') return null;
  switch (event.decision.kind) {
    case 'keep':
      return 'kept';
    case 'crash':
      return 'invalid';
    case 'inconclusive':
      return 'inconclusive';
    case 'escalate':
      return 'escalated';
    case 'discard': {
      const verdicts = [before.open?.screened, before.open?.fresh];
      return verdicts.some((verdict) => verdict && verdict.status !== 'pass') ? 'invalid' : 'discarded';
    }
  }
}
