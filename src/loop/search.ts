import type { Candidate } from '../kernel/candidate.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { ProposalOutcome, Scored, Strategy } from '../kernel/contracts/strategy.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import type { EntryObserver } from './journal.ts';

/** What strategy and proposers remember after some decision. */
export interface SearchState {
  readonly strategy: Json;
  /** In the order of the task's proposers. */
  readonly proposers: readonly Json[];
}

/**
 * The memory of the search at the last few decisions: proposal k is made from the one after decision k - pipeline, and
 * from no other, so that the number of workers changes nothing.
 */
export interface Search {
  /** The state after a decision no older than the pipeline; 0 is the state before the first. */
  readonly after: (decision: number) => SearchState;
  /** Takes in an entry of the ledger, given the run's state before and after it. */
  readonly observe: EntryObserver;
}

export function createSearch(task: Task, strategy: Strategy, proposers: readonly Proposer[]): Search {
  const states = new Map<number, SearchState>();
  let latest: SearchState | null = null;
  const remember = (number: number, state: SearchState): void => {
    latest = state;
    states.set(number, state);
    states.delete(number - task.pipeline - 1);
  };
  return {
    after: (decision) => states.get(Math.max(0, decision))!,
    observe: ({ event }, before, after) => {
      if (event.type === 'baseline-judged') {
        const scored = scoredBy(task, after.baseline!.candidate, event.screened);
        const proposerStates = proposers.map((proposer) => proposer.start());
        remember(0, { strategy: strategy.start(scored, task.objectives[0]!), proposers: proposerStates });
      }
      const outcome = outcomeOf(task, event, before);
      if (outcome === null) return;
      remember(after.decided, {
        strategy: strategy.observe(latest!.strategy, outcome),
        proposers: proposers.map((proposer, index) => proposer.observe(latest!.proposers[index]!, outcome)),
      });
    },
  };
}

/** What strategy and proposers learn from an event, given the state before it; null when it ends no proposal. */
function outcomeOf(task: Task, event: RunEvent, before: RunState): ProposalOutcome | null {
  if (event.type === 'proposal-refused') {
    return { kind: 'refused', number: event.number, provenance: event.provenance };
  }
  if (event.type !== 'candidate-decided' || before.open === null) return null;
  const scored = scoredBy(task, before.open.candidate, before.open.screened);
  return { kind: 'decided', number: event.number, scored, decision: event.decision.kind };
}

function scoredBy(task: Task, candidate: Candidate, screened: Verdict | null): Scored {
  return { candidate, score: screened === null ? null : screenedScore(task, screened) };
}
