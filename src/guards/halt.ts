import type { StopReason } from '../kernel/event.ts';
import { exhaustedSlice } from '../kernel/held-out.ts';
import { reachesTarget } from '../kernel/objective.ts';
import type { RunState } from '../kernel/run-state.ts';
import { screenedScore } from '../kernel/run-state.ts';

/** Proposals refused in a row after which the search counts as having nothing left. */
export const EXHAUSTED_AFTER = 2000;

/** The same for proposals of models, where a task does not say. */
export const PAID_REFUSALS = 50;

export interface Halt {
  readonly reason: StopReason;
  readonly detail: string;
}

/** What the guards look at beside the run's state. */
export interface HaltFacts {
  readonly elapsedSeconds: number;
  readonly stopRequested: boolean;
}

/** The first reason to end the run now, or null. Asked before every decision. */
export function haltOf(state: RunState, facts: HaltFacts): Halt | null {
  return (
    stopped(facts) ??
    escalated(state) ??
    targetReached(state) ??
    overBudget(state, facts) ??
    heldOutSpent(state) ??
    exhausted(state)
  );
}

function stopped(facts: HaltFacts): Halt | null {
  return facts.stopRequested ? { reason: 'stop-requested', detail: 'a person asked the run to stop' } : null;
}

function escalated({ decisions }: RunState): Halt | null {
  if (decisions.escalate === 0) return null;
  return {
    reason: 'guard',
    detail: 'a decision was escalated to a person: the incumbent no longer passes its oracle',
  };
}

function targetReached({ task, incumbent }: RunState): Halt | null {
  if (task === null || incumbent === null) return null;
  const score = screenedScore(task, incumbent.screened);
  if (score === null || !reachesTarget(task.objectives[0]!, score)) return null;
  return { reason: 'target-reached', detail: `the incumbent reached the target with ${score}` };
}

function overBudget(
  { task, spending, overBudget: noMoney }: RunState,
  { elapsedSeconds }: HaltFacts,
): Halt | null {
  if (task === null) return null;
  const { evaluations, work, money, wallSeconds } = task.budget;
  if (evaluations !== null && spending.evaluations >= evaluations) {
    return { reason: 'budget-evaluations', detail: `${evaluations} evaluations were spent` };
  }
  if (wallSeconds !== null && elapsedSeconds >= wallSeconds) {
    return { reason: 'budget-wall', detail: `${wallSeconds} s of wall time were spent` };
  }
  if (work !== null && spending.work >= work)
    return { reason: 'budget-work', detail: `${work} work units were spent` };
  if (money !== null && spending.money >= money)
    return { reason: 'budget-money', detail: `USD ${money} were spent` };
  if (noMoney)
    return { reason: 'budget-money', detail: 'what is left of the budget may not pay for another call' };
  return null;
}

function heldOutSpent({ task, heldOut }: RunState): Halt | null {
  const slice = task === null ? null : exhaustedSlice(task, heldOut);
  if (slice === null) return null;
  const used = `all ${slice.reads} readings of the held-out slice ${slice.name} are used, so nothing could be kept any more`;
  const mend = 'start a new run from the winner with new items, or allow more readings of fresh ones';
  return { reason: 'held-out-exhausted', detail: `${used}: ${mend}` };
}

function exhausted({ task, refusedInRow, paidRefusalsInRow }: RunState): Halt | null {
  if (refusedInRow >= EXHAUSTED_AFTER) {
    return { reason: 'search-exhausted', detail: `${refusedInRow} proposals in a row brought nothing new` };
  }
  if (paidRefusalsInRow < (task?.guards?.paidRefusals ?? PAID_REFUSALS)) return null;
  return {
    reason: 'search-exhausted',
    detail: `${paidRefusalsInRow} proposals of models in a row brought no candidate`,
  };
}
