import type { Candidate } from '../kernel/candidate.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { ProposalOutcome, Scored, Strategy } from '../kernel/contracts/strategy.ts';
import { LONGEST_OUTCOME_REASON } from '../kernel/contracts/strategy.ts';
import type { RunEvent } from '../kernel/event.ts';
import { visibleFeedback } from '../kernel/feedback.ts';
import type { Json } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { screenedScore } from '../kernel/run-state.ts';
import { shorten } from '../kernel/shorten.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import type { EntryObserver } from './journal.ts';

/** What strategy and proposers remember after some decision. */
export interface SearchState {
  readonly strategy: Json;
  /** In the order of the task's proposers. */
  readonly proposers: readonly Json[];
}

/** An outcome with the decision it was learned at. */
interface Learned {
  readonly decision: number;
  readonly outcome: ProposalOutcome;
}

/** The memory of a search in little: its oldest state, and what was learned since. */
export interface SearchMemory {
  readonly decision: number;
  readonly state: SearchState;
  readonly learned: readonly Learned[];
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
  /** Null before the baseline was judged. */
  readonly memory: () => SearchMemory | null;
  /** Goes on from a memory instead of all the entries it was made of. */
  readonly restore: (memory: SearchMemory | null) => void;
}

/** What a search is made of. */
export interface SearchParts {
  readonly task: Task;
  readonly strategy: Strategy;
  readonly proposers: readonly Proposer[];
}

export function createSearch({ task, strategy, proposers }: SearchParts): Search {
  const states = new Map<number, SearchState>();
  let learned: Learned[] = [];
  let oldest = 0;
  let latest: SearchState | null = null;

  const remember = (decision: number, state: SearchState): void => {
    latest = state;
    states.set(decision, state);
  };
  const learn = (decision: number, outcome: ProposalOutcome): void => {
    const { strategy: before, proposers: own } = latest!;
    remember(decision, {
      strategy: strategy.observe(before, outcome),
      proposers: proposers.map((proposer, index) => proposer.observe(own[index]!, outcome)),
    });
    learned.push({ decision, outcome });
    forgetBefore(decision - task.pipeline);
  };
  const forgetBefore = (decision: number): void => {
    if (decision <= oldest) return;
    for (let known = oldest; known < decision; known += 1) states.delete(known);
    oldest = decision;
    learned = learned.filter((item) => item.decision > decision);
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
      if (outcome !== null) learn(after.decided, outcome);
    },
    memory: () => {
      const state = states.get(oldest);
      return state === undefined ? null : { decision: oldest, state, learned: [...learned] };
    },
    restore: (memory) => {
      states.clear();
      learned = [];
      latest = null;
      if (memory === null) return;
      oldest = memory.decision;
      remember(oldest, memory.state);
      for (const { decision, outcome } of memory.learned) learn(decision, outcome);
    },
  };
}

/** What strategy and proposers learn from an event, given the state before it; null when it ends no turn. */
export function outcomeOf(task: Task, event: RunEvent, before: RunState): ProposalOutcome | null {
  if (event.type === 'proposal-refused') {
    const { number, provenance, kind: refusal, parents, duplicateOf } = event;
    const detail = shorten(event.detail, LONGEST_OUTCOME_REASON);
    const equal = duplicateOf === null ? {} : { duplicateOf };
    return { kind: 'refused', number, provenance, refusal, detail, parents, ...equal };
  }
  if (event.type === 'candidate-measured') {
    const { number, candidate, verdict } = event;
    return { kind: 'measured', number, scored: scoredBy(task, candidate, verdict) };
  }
  if (event.type !== 'candidate-decided' || before.open === null) return null;
  const { candidate, screened } = before.open;
  const scored = scoredBy(task, candidate, screened);
  return {
    kind: 'decided',
    number: event.number,
    scored,
    decision: event.decision.kind,
    reason: visibleReason(screened),
  };
}

/** The screening alone: what the rule itself says may rest on held-out figures. */
function visibleReason(screened: Verdict | null): string | null {
  const reason = screened === null ? null : visibleFeedback(screened).reason;
  return reason === null ? null : shorten(reason, LONGEST_OUTCOME_REASON);
}

function scoredBy(task: Task, candidate: Candidate, verdict: Verdict | null): Scored {
  if (verdict === null) return { candidate, score: null, metrics: {} };
  return { candidate, score: screenedScore(task, verdict), metrics: visibleFeedback(verdict).metrics };
}
