import type { Context } from 'hono';
import type { Admission } from './admission.ts';
import type { ErrorReply } from './protocol.ts';

type Status = 200 | 400 | 401 | 403 | 404 | 409 | 413 | 500;

/** Plain data as an answer. */
export function jsonReply(context: Context, value: unknown, status: Status = 200): Response {
  return context.body(JSON.stringify(value), status, { 'Content-Type': 'application/json; charset=utf-8' });
}

/** Whoever is turned away: a person who follows an address reads words, the page reads JSON. */
export function refusalReply(
  context: Context,
  { status, what }: Extract<Admission, { readonly kind: 'refused' }>,
): Response {
  if (!context.req.path.startsWith('/api/')) return context.text(`${what}.\n`, status);
  const mend = 'Open the address that `fulcrum view` printed';
  const reply: ErrorReply = { code: 'FULCRUM_E_VIEW_REFUSED', what, where: 'this request', mend };
  return jsonReply(context, reply, status);
}
