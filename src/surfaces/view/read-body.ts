import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { FulcrumError } from '../../kernel/errors.ts';
import type { ErrorReply } from './protocol.ts';
import { jsonReply } from './reply.ts';

/** A change of a few files of a workspace. */
const MOST_MEBIBYTES = 8;

/** Reads no more of a request than can be meant. */
export const limitedBody = bodyLimit({
  maxSize: MOST_MEBIBYTES * 2 ** 20,
  onError: (context) => {
    const what = `more than ${MOST_MEBIBYTES} MiB were sent`;
    const reply: ErrorReply = { code: CODE, what, where: WHERE, mend: 'Send a smaller change' };
    return jsonReply(context, reply, 413);
  },
});

/** What a request carries. Forms and plain text are what foreign pages can send, so that nothing but JSON is read. */
export async function jsonBody({ req }: Context): Promise<unknown> {
  const type = req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw notAsked('application/json is needed');
  const text = await req.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notAsked('it is no JSON');
  }
}

/** What a page sent, in its shape. @throws FulcrumError `FULCRUM_E_VIEW_BODY` naming every field that is wrong */
export function readBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw notAsked(z.prettifyError(read.error).slice(0, 1000));
}

const CODE = 'FULCRUM_E_VIEW_BODY';
const WHERE = 'body of the request';

function notAsked(fault: string): FulcrumError {
  const what = `what was sent is not what is asked for here: ${fault}`;
  const mend = 'Load the page again: it may be older than this server';
  return new FulcrumError({ code: CODE, domain: 'usage', what, where: WHERE, mend });
}
