import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { DecidedOutcome } from '../kernel/contracts/strategy.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { outcomeOf } from './search.ts';

/** A decision with the time it was written. */
export interface DatedDecision {
  readonly outcome: DecidedOutcome;
  readonly at: string;
}

/**
 * The decisions of a run from which another can learn: on candidates of models, what was kept before what failed for a
 * reason that may be told, the last of each. A decision that was taken again counts as it came out.
 *
 * @param most that are wanted
 */
export function tellingOutcomes(ledger: Pick<Ledger, 'entries'>, most: number): readonly DatedDecision[] {
  const kept = new Map<number, DatedDecision>();
  const failed = new Map<number, DatedDecision>();
  let state = emptyRunState;
  for (const { event, at } of ledger.entries()) {
    const before = state;
    state = foldRun(before, event);
    const outcome = state.task === null ? null : outcomeOf(state.task, event, before);
    if (outcome?.kind !== 'decided' || outcome.scored.candidate.provenance.model === undefined) continue;
    const { number, decision, reason } = outcome;
    kept.delete(number);
    failed.delete(number);
    if (decision === 'keep') addAsLast(kept, { outcome, at }, most);
    else if (reason !== null) addAsLast(failed, { outcome, at }, most);
  }
  return [...lastFirst(kept), ...lastFirst(failed)].slice(0, most);
}

function addAsLast(known: Map<number, DatedDecision>, item: DatedDecision, most: number): void {
  known.set(item.outcome.number, item);
  if (known.size > most) known.delete(known.keys().next().value!);
}

function lastFirst(known: ReadonlyMap<number, DatedDecision>): readonly DatedDecision[] {
  return [...known.values()].toReversed();
}
