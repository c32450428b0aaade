import type { Evidence, Judgement } from '../kernel/contracts/acceptance.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { Decision } from '../kernel/decision.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { evidenceOn } from './evidence.ts';

/** A decision of a ledger with what it was taken on. */
export interface TakenDecision {
  readonly sequence: number;
  readonly number: number;
  readonly decision: Decision;
  /** The run before it. */
  readonly state: RunState;
  /** What the rule looked at; null where the ledger lacks the candidate or what it is compared with. */
  readonly evidence: Evidence | null;
}

/**
 * Every decision of a ledger in order, those that were taken again included. One that a person had to agree to is here as
 * the rule took it.
 */
export function* takenDecisions(entries: Iterable<StoredEntry>): Generator<TakenDecision> {
  let state = emptyRunState;
  let judgements: Judgement[] = [];
  for (const { event, sequence } of entries) {
    if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened') judgements = [];
    if (event.type === 'candidate-judged') judgements.push({ judged: event.judged, verdict: event.verdict });
    const requested = event.type === 'approval-requested';
    if (requested || (event.type === 'candidate-decided' && state.pending === null)) {
      const { number, decision } = event;
      yield { sequence, number, decision, state, evidence: recordedEvidence(state, judgements) };
    }
    state = foldRun(state, event);
  }
}

function recordedEvidence(state: RunState, judgements: readonly Judgement[]): Evidence | null {
  const { open, baseline, incumbent } = state;
  if (open === null || baseline === null || incumbent === null) return null;
  const screenable = judgements.some(({ verdict }) => verdict.mode === 'screened');
  return evidenceOn(open.candidate, state, screenable, judgements);
}
