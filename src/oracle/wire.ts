import { randomBytes } from 'node:crypto';

/** What may be asked: the candidate to load, one call of it, or only a sign of life. */
export type QuestionKind = 'ping' | 'load' | 'call';

/** What may come back; `unfit` is an answer that is no plain data. */
const REPLY_KINDS = ['done', 'value', 'threw', 'unfit'] as const;

export type ReplyKind = (typeof REPLY_KINDS)[number];

export type Reply =
  | { readonly kind: ReplyKind; /** Still JSON: nobody has looked inside. */ readonly payload: string }
  | { readonly kind: 'malformed'; readonly reason: string };

const NONCE_BYTES = 12;

/** 96 fresh random bits: binds one reply to one question, so that nothing can be sent ahead or twice. */
export function freshNonce(): string {
  return randomBytes(NONCE_BYTES).toString('hex');
}

/** One line: nonce, kind and one JSON value, divided by single spaces. */
export function questionLine(nonce: string, kind: QuestionKind, payload: string): string {
  return `${nonce} ${kind} ${payload}`;
}

/** Takes a reply apart. A reply to anything but the question in hand is `malformed`. */
export function parseReply(line: string, nonce: string): Reply {
  if (!line.startsWith(`${nonce} `))
    return { kind: 'malformed', reason: 'it is no reply to the question asked' };
  const rest = line.slice(nonce.length + 1);
  const kind = REPLY_KINDS.find((name) => rest.startsWith(`${name} `));
  if (kind === undefined) return { kind: 'malformed', reason: 'it is of no known kind' };
  return { kind, payload: rest.slice(kind.length + 1) };
}
