import type { ApprovalAnswer, ApprovalRequest } from './approval.ts';
import type { Candidate, Hash, Provenance } from './candidate.ts';
import type { Ablation, ConfirmationRole, Reconfirmation } from './confirmation.ts';
import type { Decision, DecisionKind } from './decision.ts';
import type { MeasuredNoise, Remeasurement } from './noise.ts';
import type { Budget, Task } from './task.ts';
import type { SandboxStamp, Verdict } from './verdict.ts';

/** Why a proposal never became a candidate. None of these costs an evaluation. */
export type RefusalKind =
  | 'nothing-proposed'
  /** The next call of a model could exceed the budget of money. */
  | 'over-budget'
  | 'no-change'
  | 'protected-path'
  | 'invalid-edit'
  | 'too-large'
  | 'duplicate';

/** One attack or control run before the first judgement. */
export interface ProbeResult {
  readonly name: string;
  /** What was seen, in one line. */
  readonly detail: string;
}

export type StopReason =
  | 'budget-evaluations'
  | 'budget-wall'
  | 'budget-work'
  | 'budget-money'
  | 'target-reached'
  | 'search-exhausted'
  /** Readings of a held-out slice are used up: nothing could be kept any more. */
  | 'held-out-exhausted'
  /** The acceptance rule has spent what it may be wrong by: nothing could be kept any more. */
  | 'acceptance-exhausted'
  | 'stop-requested'
  | 'guard';

/** Everything that happens in a run. All state is a fold over these. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly format: 1;
      readonly version: string;
      readonly task: Task;
      /** SHA-256 over the task, its oracle and the oracle's data. */
      readonly taskHash: Hash;
      readonly baseline: Candidate;
      /** SHA-256 of the seed the oracle draws its inputs from; revealed by `seed-revealed`. */
      readonly oracleSeedCommitment: Hash;
      /** The blob with what the proposers are told of earlier runs; left out where that is nothing. */
      readonly memory?: Hash;
    }
  | {
      readonly type: 'sandbox-proved';
      readonly sandbox: SandboxStamp;
      readonly probes: readonly ProbeResult[];
    }
  | { readonly type: 'oracle-proved'; readonly probes: readonly ProbeResult[] }
  | { readonly type: 'baseline-judged'; readonly screened: Verdict; readonly fresh: Verdict }
  | {
      /** The baseline or the incumbent, judged outside any decision for the event that follows. */
      readonly type: 'repeat-judged';
      readonly judged: number;
      readonly verdict: Verdict;
    }
  | {
      /** The baseline was measured against itself: by the judgements before this. */
      readonly type: 'noise-measured';
      readonly noise: MeasuredNoise;
    }
  | {
      /** In between: the incumbent was measured against the baseline on fresh inputs. Decides nothing. */
      readonly type: 'incumbent-remeasured';
      readonly remeasured: Remeasurement;
    }
  | { readonly type: 'candidate-proposed'; readonly candidate: Candidate }
  | {
      readonly type: 'proposal-refused';
      readonly number: number;
      readonly kind: RefusalKind;
      readonly detail: string;
      readonly parents: readonly number[];
      readonly provenance: Provenance | null;
      /** The candidate it equals, when it is a duplicate. */
      readonly duplicateOf: number | null;
    }
  | {
      readonly type: 'candidate-judged';
      /** The candidate this judgement was made for. */
      readonly number: number;
      /** The one that was judged: the candidate, or one it is compared with on the same inputs. */
      readonly judged: number;
      readonly verdict: Verdict;
    }
  /** The rule would keep the candidate, and a person has to agree: in place of the decision, which follows the answer. */
  | ({ readonly type: 'approval-requested'; readonly number: number } & ApprovalRequest)
  /** Always with the decision it leads to. */
  | ({ readonly type: 'approval-given' } & ApprovalAnswer)
  | { readonly type: 'candidate-decided'; readonly number: number; readonly decision: Decision }
  | {
      /** A turn the strategy spent on an earlier candidate: judged once more on fresh visible inputs, nothing decided. */
      readonly type: 'candidate-measured';
      /** Of the turn: proposals and measurements share their numbers. */
      readonly number: number;
      readonly candidate: Candidate;
      readonly verdict: Verdict;
    }
  | {
      readonly type: 'screening-contradicted';
      readonly number: number;
      /** Candidates answered by the same process, judged again. */
      readonly batch: readonly number[];
    }
  | {
      /** A decision that rested on a doubtful screening is taken again. */
      readonly type: 'candidate-reopened';
      readonly number: number;
      readonly candidate: Candidate;
      readonly previous: DecisionKind;
    }
  | {
      /** At the end: the winner, the baseline, or the winner without one step, on inputs asked of nobody before. */
      readonly type: 'confirmation-judged';
      /** The winner's number. */
      readonly number: number;
      readonly role: ConfirmationRole;
      /** The kept candidate whose change the tree is without; null for winner and baseline. */
      readonly step: number | null;
      readonly tree: Hash;
      readonly verdict: Verdict;
    }
  | { readonly type: 'reconfirmed'; readonly number: number; readonly result: Reconfirmation }
  | {
      readonly type: 'step-ablated';
      readonly number: number;
      readonly step: number;
      readonly result: Ablation;
    }
  | { readonly type: 'run-resumed'; readonly budget: Budget }
  | { readonly type: 'seed-revealed'; readonly oracleSeed: string }
  | { readonly type: 'run-finished'; readonly reason: StopReason; readonly detail: string };

export type RunEventType = RunEvent['type'];

/** Events that depend on when a person, a clock or a crash interrupted the run: in the chain, not in the replay chain. */
export const INTERRUPTION_EVENTS: ReadonlySet<RunEventType> = new Set<RunEventType>([
  'sandbox-proved',
  'approval-given',
  'confirmation-judged',
  'reconfirmed',
  'step-ablated',
  'run-resumed',
  'seed-revealed',
  'run-finished',
]);
