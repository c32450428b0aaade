import type { Candidate } from '../kernel/candidate.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Admission } from './3-propose.ts';
import type { Measured } from './measurement.ts';
import type { RunParts } from './run-parts.ts';

/** A turn on its way into the ledger: refused, a candidate with its first verdict, or an earlier one measured again. */
export type Attempt =
  | Extract<Admission, { kind: 'refused' }>
  | { readonly kind: 'judged'; readonly candidate: Candidate; readonly reply: JudgeReply }
  | Measured;

/**
 * Asks a candidate the screening questions. Candidates of trusted proposers share a recycled process; any other gets a
 * sandbox of its own from the first question on.
 */
export function judgeFirst(parts: RunParts, candidate: Candidate, signal: AbortSignal): Promise<JudgeReply> {
  const mode = isScreenable(parts) ? 'screened' : 'fresh';
  return parts.judge.judge({ candidate, mode, inputs: SCREENING_INPUTS, scope: 'visible', signal });
}

/** True when every proposer is trusted and the task allows screening. */
export function isScreenable({ proposers, task }: RunParts): boolean {
  return task.sandbox.screeningBatch > 0 && proposers.every((proposer) => proposer.trusted);
}
