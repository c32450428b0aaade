import { isFulcrumError } from '../../kernel/errors.ts';
import type { ErrorReply } from './protocol.ts';

/** An error as an answer. What is Fulcrum's own fault is told to whoever started the server, not to the page. */
export function answerError(
  error: unknown,
  onFault: (error: unknown) => void,
): { readonly status: 400 | 404 | 409 | 500; readonly reply: ErrorReply } {
  if (!isFulcrumError(error)) {
    onFault(error);
    const mend = 'See the terminal that `fulcrum view` runs in';
    const what = 'this is a fault of Fulcrum itself';
    return { status: 500, reply: { code: 'FULCRUM_E_INTERNAL', what, where: '', mend } };
  }
  const { code, domain, what, where, mend } = error.facts;
  const reply = { code, what, where, mend };
  if (NOT_FOUND.has(code)) return { status: 404, reply };
  return { status: domain === 'usage' ? 400 : 409, reply };
}

const NOT_FOUND: ReadonlySet<string> = new Set([
  'FULCRUM_E_VIEW_RUN',
  'FULCRUM_E_VIEW_ADDRESS',
  'FULCRUM_E_CANDIDATE_MISSING',
  'FULCRUM_E_RUN_MISSING',
  'FULCRUM_E_APPROVAL_MISSING',
]);
