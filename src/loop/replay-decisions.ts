import type { AcceptanceRule, Evidence } from '../kernel/contracts/acceptance.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { Decision } from '../kernel/decision.ts';
import type { Task } from '../kernel/task.ts';
import { takenDecisions } from './taken-decisions.ts';

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
  for (const { sequence, number, decision: recorded, state, evidence } of takenDecisions(entries)) {
    const derived = evidence === null ? null : derive(evidence, ruleFor(state.task!));
    if (derived?.kind === recorded.kind && derived.reason === recorded.reason) continue;
    yield { sequence, number, recorded: recorded.kind, derived: derived?.kind ?? null };
  }
}

function derive(evidence: Evidence, rule: AcceptanceRule): Decision | null {
  const step = rule.next(evidence);
  return step.kind === 'decide' ? step.decision : null;
}
