import { z } from 'zod';
import { answerApproval } from '../approvals/answer-approval.ts';
import type { ApprovingRun } from '../approvals/pending-approval.ts';
import { listApprovals } from '../approvals/pending-approval.ts';
import type { FollowedRun } from './followed-run.ts';
import type { ApprovalOrder, Approvals } from './protocol.ts';
import { readBody } from './read-body.ts';

const orderSchema: z.ZodType<ApprovalOrder> = z.strictObject({
  approved: z.boolean(),
  who: z.string().max(2000),
  reason: z.string().max(20_000),
  dwellSeconds: z.number().min(0).max(10_000_000),
  diff: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Keeps that wait for a person, and what people answered. */
export function approvalsOf(run: FollowedRun): Approvals {
  const { task } = run.standing().state;
  const { askedAt, given } = run.fold().approvals;
  return {
    required: task?.acceptance.approval === 'required',
    pending: listApprovals(approving(run)).map(({ candidate, request, answer }) => ({
      number: candidate.number,
      since: askedAt() ?? '',
      against: request.against,
      summary: candidate.provenance.summary,
      decision: request.decision,
      diff: request.diff,
      answer,
    })),
    given: given(),
  };
}

/**
 * Answers for a person and says how approvals stand then.
 *
 * @param body an `ApprovalOrder`
 * @throws FulcrumError `FULCRUM_E_VIEW_BODY`, and what `answerApproval` throws
 */
export function giveApproval(run: FollowedRun, number: number, body: unknown): Approvals {
  answerApproval(approving(run), { number, ...readBody(orderSchema, body) });
  return approvalsOf(run);
}

function approving(run: FollowedRun): ApprovingRun {
  return { directory: run.place.directory, ledger: run.ledger(), state: run.standing().state };
}
