import { setTimeout as sleep } from 'node:timers/promises';
import type { Halt } from '../guards/halt.ts';
import type { ApprovalAnswer, ApprovalRequest } from '../kernel/approval.ts';
import { answeredDecision } from '../kernel/approval.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { Decision } from '../kernel/decision.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunState } from '../kernel/run-state.ts';
import { changeDigest } from '../workspace/change-digest.ts';
import type { Journal } from './journal.ts';
import type { RunParts } from './run-parts.ts';

const POLL_MILLISECONDS = 100;

/** What a person has to agree to before this decision is taken; null where the rule alone decides. */
export function approvalFor(
  { task, ledger }: Pick<RunParts, 'task' | 'ledger'>,
  state: RunState,
  candidate: Candidate,
  decision: Decision,
): ApprovalRequest | null {
  if (task.acceptance.approval !== 'required' || decision.kind !== 'keep') return null;
  const { number: against, tree } = state.incumbent!.candidate;
  return { decision, against, diff: changeDigest(ledger, tree, candidate.tree) };
}

/**
 * Waits while a keep is pending, then writes the answer together with the decision it leads to. Meanwhile the proposals
 * under way go on being made and judged, and none of them is decided: so the same answers give the same run, however
 * long people take. An answer that is there counts before any reason to halt.
 *
 * @returns why the run ends with the keep still pending, or null when nothing is pending any more
 * @throws FulcrumError `FULCRUM_E_APPROVAL_ANSWER` when the answer is to another change
 */
export async function awaitApproval(
  parts: Pick<RunParts, 'answerTo' | 'now'>,
  journal: Journal,
  haltNow: () => Halt | null,
): Promise<Halt | null> {
  const { open, pending } = journal.state();
  if (open === null || pending === null) return null;
  const { number } = open.candidate;
  const begun = parts.now();
  // Nobody can answer what is not to be seen yet.
  journal.flush();
  for (;;) {
    const answer = parts.answerTo?.(number) ?? null;
    if (answer !== null) {
      recordAnswer(journal, pending, answer, parts.now() - begun);
      return null;
    }
    const halt = haltNow();
    if (halt !== null) return { ...halt, detail: `${halt.detail}; ${waitingText(number)}` };
    await sleep(POLL_MILLISECONDS);
  }
}

/** @param waiting milliseconds that this process waited */
function recordAnswer(
  journal: Journal,
  pending: ApprovalRequest,
  answer: ApprovalAnswer,
  waiting: number,
): void {
  const { number, approved } = answer;
  if (answer.diff !== pending.diff) throw otherChange(number);
  const decision = answeredDecision(pending.decision, approved);
  journal.record(
    { event: { type: 'approval-given', ...answer }, observed: { waiting } },
    { event: { type: 'candidate-decided', number, decision } },
  );
}

function waitingText(number: number): string {
  return `candidate ${number} waits for approval: answer with \`fulcrum approvals\`, then go on with \`fulcrum resume\``;
}

function otherChange(number: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_ANSWER',
    domain: 'ledger',
    what: `the answer to candidate ${number} is to another change than the one that waits`,
    where: `approvals/${number}.json`,
    mend: 'Remove the file, answer again with `fulcrum approvals`, then go on with `fulcrum resume`',
  });
}
