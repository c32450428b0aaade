import type { ApprovalAnswer } from '../kernel/approval.ts';
import type { ConfirmationSource } from '../kernel/confirmation.ts';
import type { AcceptanceRule } from '../kernel/contracts/acceptance.ts';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import type { Proposer } from '../kernel/contracts/proposer.ts';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { Budget, Task } from '../kernel/task.ts';
import type { EditRules } from '../workspace/apply-edits.ts';
import type { Viewer } from '../workspace/view.ts';

/** Everything a run is made of. The loop composes nothing itself. */
export interface RunParts {
  readonly task: Task;
  readonly taskHash: Hash;
  /** Tree of the unmodified workspace, already in the ledger's store. */
  readonly baselineTree: Hash;
  /** What a proposal may change: the task's editable paths. */
  readonly edits: EditRules;
  /** Trees of the ledger as proposers see them. */
  readonly view: Viewer;
  readonly ledger: Ledger;
  readonly judge: Judge;
  /** Reveals what the judge committed to. */
  readonly oracleSeed: string;
  /** In the order of the task's proposers. */
  readonly proposers: readonly Proposer[];
  readonly strategy: Strategy;
  /** Blob of the ledger with what the proposers are told of earlier runs; null or left out for nothing. */
  readonly memory?: Hash | null;
  readonly acceptance: AcceptanceRule;
  /** Replaces the task's budget when a run is resumed; null keeps it. */
  readonly budget: Budget | null;
  /** Proposals of the run that is made again: this one ends with them, however long it takes. Left out for any other. */
  readonly decisions?: number;
  /** How the winner is put to the test again at the end, in place of what the task says. */
  readonly confirmation?: ConfirmationSource;
  readonly version: string;
  /** What a person answered to the keep of a candidate, null while nobody did. Left out, nobody ever does. */
  readonly answerTo?: (number: number) => ApprovalAnswer | null;
  /** Asked before every decision. */
  readonly stopRequested: () => boolean;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
  /** Told of every entry once it is durable. */
  readonly onEntry: (entry: StoredEntry) => void;
}
