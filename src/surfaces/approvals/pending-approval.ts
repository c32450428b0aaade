import type { ApprovalAnswer, ApprovalRequest } from '../../kernel/approval.ts';
import type { Candidate } from '../../kernel/candidate.ts';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { readAnswer } from '../../guards/approval-answers.ts';
import { unifiedDiff } from '../../workspace/unified-diff.ts';

/** A keep that waits for a person, with the change that has to be shown. */
export interface PendingApproval {
  readonly candidate: Candidate;
  readonly request: ApprovalRequest;
  /** The incumbent it would replace. */
  readonly incumbent: Candidate;
  /**
   * The whole change as a unified diff, as the candidate wrote it: escape it before it is shown. Made when called, which
   * takes long where a candidate rewrote long files.
   */
  readonly patch: () => string;
  /** Given already, and not yet taken up by the process that writes the run; null while nobody answered. */
  readonly answer: ApprovalAnswer | null;
}

/** An open run, as far as approvals need it. */
export interface ApprovingRun {
  readonly directory: string;
  readonly ledger: Ledger;
  readonly state: RunState;
}

/** Every keep that waits: one at most, since nothing is decided after it until it is answered. */
export function listApprovals({ directory, ledger, state }: ApprovingRun): readonly PendingApproval[] {
  const { open, pending: request, incumbent } = state;
  if (open === null || request === null || incumbent === null) return [];
  const { candidate } = open;
  return [
    {
      candidate,
      request,
      incumbent: incumbent.candidate,
      patch: () => unifiedDiff(ledger, incumbent.candidate.tree, candidate.tree),
      answer: readAnswer(directory, candidate.number),
    },
  ];
}
