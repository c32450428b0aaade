import type { AcceptanceRule, Judgement } from '../kernel/contracts/acceptance.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { Decision } from '../kernel/decision.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import { evidenceOn } from './evidence.ts';

/** A decision that does not follow from the evidence recorded for it. */
export interface DecisionDifference {
  readonly sequence: number;
  readonly number: number;
  readonly recorded: Decision['kind'];
  /** What the rule makes of the same evidence; null when it asks for more than there is. */
  readonly derived: Decision['kind'] | null;
}

/** Takes every decision of a ledger again from its recorded evidence alone. Costs no judgement. */
export function* replayDecisions(
  entries: Iterable<StoredEntry>,
  ruleFor: (task: Task) => AcceptanceRule,
): Generator<DecisionDifference> {
  let state = emptyRunState;
  let judgements: Judgement[] = [];
  for (const { event, sequence } of entries) {
    if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened') judgements = [];
    if (event.type === 'candidate-judged') judgements.push({ judged: event.judged, verdict: event.verdict });
    if (event.type === 'candidate-decided') {
      const derived = derive(state, judgements, ruleFor(state.task!));
      const recorded = event.decision;
      if (derived === null || derived.kind !== recorded.kind || derived.reason !== recorded.reason) {
        yield { sequence, number: event.number, recorded: recorded.kind, derived: derived?.kind ?? null };
      }
    }
    state = foldRun(state, event);
  }
}

function derive(state: RunState, judgements: readonly Judgement[], rule: AcceptanceRule): Decision | null {
  const { open, baseline, incumbent } = state;
  if (open === null || baseline === null || incumbent === null) return null;
  const screenable = judgements.some(({ verdict }) => verdict.mode === 'screened');
  const step = rule.next(evidenceOn(open.candidate, state, screenable, judgements));
  return step.kind === 'decide' ? step.decision : null;
}
