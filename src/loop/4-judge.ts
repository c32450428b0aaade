import type { Candidate } from '../kernel/candidate.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Admission } from './3-propose.ts';
import type { RunParts } from './run-parts.ts';

/** A proposal on its way to a decision: refused, or a candidate with its first verdict. */
export type Attempt =
  | Extract<Admission, { kind: 'refused' }>
  | { readonly kind: 'judged'; readonly candidate: Candidate; readonly reply: JudgeReply };

/**
 * Asks an admitted candidate the screening questions. Candidates of trusted proposers share a recycled process; any
 * other gets a sandbox of its own from the first question on.
 */
export async function judgeFirst(
  parts: RunParts,
  admission: Admission,
  signal: AbortSignal,
): Promise<Attempt> {
  if (admission.kind === 'refused') return admission;
  const { candidate } = admission;
  const mode = isScreenable(parts) ? 'screened' : 'fresh';
  const reply = await parts.judge.judge({
    candidate,
    mode,
    inputs: SCREENING_INPUTS,
    scope: 'visible',
    signal,
  });
  return { kind: 'judged', candidate, reply };
}

/** True when every proposer is trusted and the task allows screening. */
export function isScreenable({ proposers, task }: RunParts): boolean {
  return task.sandbox.screeningBatch > 0 && proposers.every((proposer) => proposer.trusted);
}
