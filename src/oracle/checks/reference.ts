import type { CheckContext } from '../define.ts';
import { readPlain, writePlain } from '../subject/plain-data.ts';
import type { AnsweringKind, Ask } from './candidate-answer.ts';
import { asking } from './candidate-answer.ts';
import type { Arguments } from './inputs.ts';
import { withTimeLimit } from './time-limit.ts';

/** What knows the right answers: trusted code that runs in the oracle's process, or the task's unmodified code. */
export type Reference = ((...args: never) => unknown) | 'baseline';

/** The reference's answers: `ended` when it gave none that can be compared. */
export async function openReference(
  reference: Reference,
  { open }: Pick<CheckContext, 'open'>,
  { subject, seconds }: { readonly subject: AnsweringKind; readonly seconds: number },
): Promise<Ask> {
  if (reference === 'baseline')
    return asking(withTimeLimit(await open({ tree: 'baseline' }), seconds), subject);
  return (args) => answerOf(reference, args);
}

/** It works on a copy of its own: what it does to its input reaches nobody. */
async function answerOf(reference: Exclude<Reference, 'baseline'>, args: Arguments): ReturnType<Ask> {
  let returned: unknown;
  try {
    // Its author says what it takes; what it is asked is drawn to fit.
    returned = await (reference as (...args: Arguments) => unknown)(...structuredClone<Arguments>(args));
  } catch (error) {
    return { kind: 'threw', message: String(error) };
  }
  try {
    return { kind: 'value', value: readPlain(writePlain(returned)) };
  } catch (error) {
    return { kind: 'ended', reason: `what it returned is not plain data: ${(error as Error).message}` };
  }
}
