import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { BackendReply, ModelCall } from './backend.ts';
import { BackendFailure } from './backend.ts';
import type { CallOutcome } from './call-record.ts';
import type { CallFailure } from './failure.ts';
import { failureOfBackend, sendFailure } from './failure.ts';
import { parseJson, objectOf } from './plain-fields.ts';
import type { ReplyFacts } from './protocol.ts';
import type { ReplyToRecord } from './recording/recorder.ts';
import { redactSecrets } from '../kernel/redact-secrets.ts';
import { createEventReader } from './server-sent-events.ts';
import type { TokenUsage } from './token-usage.ts';

/** What a reply came to. The agent sees its end only when `finish` is called: after it was recorded. */
export interface Relayed {
  readonly outcome: CallOutcome;
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  /** Null when the reply does not say; it may still have cost something, unless `isFree`. */
  readonly usage: TokenUsage | null;
  readonly isFree: boolean;
  readonly digest: string;
  readonly bytes: number;
  readonly recorded: ReplyToRecord;
  readonly finish: () => void;
}

export interface RelayContext {
  readonly outgoing: ServerResponse;
  /** Aborted when the agent is gone. */
  readonly signal: AbortSignal;
  readonly maximumReplyBytes: number;
  readonly secrets: readonly string[];
  /** The bytes of a stream are only kept for a recording. */
  readonly keepBytes: boolean;
}

/** Hands a reply on to the agent while it comes, and reads from it what it used. */
export function relayReply(call: ModelCall, reply: BackendReply, context: RelayContext): Promise<Relayed> {
  if (reply.status < 200 || reply.status > 299) return relayError(reply, context);
  const isStream = reply.headers['content-type']?.startsWith('text/event-stream') ?? false;
  return isStream ? relayStream(call, reply, context) : relayWhole(call, reply, context);
}

/** Bytes of an error that are handed on. */
const LONGEST_ERROR = 1024 * 1024;

/** Headers of a reply that an agent may need; cookies and names of organisations stay here. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'content-type',
  'retry-after',
  'request-id',
  'x-request-id',
  'x-should-retry',
]);

function passedHeaders(reply: BackendReply): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(reply.headers).filter(([name]) => PASSED_ON.has(name)));
}

/** An error of the provider costs nothing. It may quote the key it refuses, so the agent gets it without secrets. */
async function relayError(reply: BackendReply, context: RelayContext): Promise<Relayed> {
  const taken = await takeAll(reply, Math.min(LONGEST_ERROR, context.maximumReplyBytes));
  const { text } = redactSecrets(taken.bytes.toString(), context.secrets);
  const status = reply.status >= 400 ? reply.status : 502;
  const bytes = Buffer.from(text);
  const headers = passedHeaders(reply);
  return {
    ...resultOf(taken.bytes),
    outcome: 'provider-error',
    status,
    code: 'FULCRUM_E_MODEL_ERROR',
    message: `the provider replied with ${reply.status}: ${text.slice(0, 500)}`,
    usage: null,
    isFree: true,
    recorded: { kind: 'body', status: reply.status, headers, bytes, broken: null },
    finish: () => void context.outgoing.writeHead(status, headers).end(bytes),
  };
}

async function relayWhole(call: ModelCall, reply: BackendReply, context: RelayContext): Promise<Relayed> {
  const { outgoing, maximumReplyBytes } = context;
  const { bytes, failure } = await takeAll(reply, maximumReplyBytes);
  const headers = passedHeaders(reply);
  const body = failure === null ? parseJson(bytes.toString()) : undefined;
  const isReply = objectOf(body) !== null;
  const facts = isReply ? call.protocol.readReply(body!) : null;
  const recorded = recordOf(reply.status, headers, bytes, failure);
  const problem = failure ?? (isReply ? null : malformed('the reply is no JSON object'));
  if (problem !== null) {
    const finish = (): void => sendFailure(outgoing, call.protocol, problem);
    return { ...resultOf(bytes), ...failed(problem, outgoing), recorded, finish };
  }
  return {
    ...resultOf(bytes),
    ...answered(facts!, reply.status),
    recorded,
    finish: () =>
      void outgoing.writeHead(reply.status, { ...headers, 'content-length': bytes.length }).end(bytes),
  };
}

async function relayStream(call: ModelCall, reply: BackendReply, context: RelayContext): Promise<Relayed> {
  const { outgoing, signal, maximumReplyBytes, keepBytes } = context;
  const headers = passedHeaders(reply);
  const events = createEventReader(LONGEST_EVENT);
  const reader = call.protocol.openStream();
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let length = 0;
  let failure: CallFailure | null = null;
  try {
    for await (const chunk of reply.body) {
      length += chunk.length;
      if (length > maximumReplyBytes)
        throw new RangeError(`the reply is longer than ${maximumReplyBytes} bytes`);
      hash.update(chunk);
      if (keepBytes) kept.push(chunk);
      if (!outgoing.headersSent) outgoing.writeHead(reply.status, headers);
      if (!outgoing.write(chunk)) await once(outgoing, 'drain', { signal });
      for (const event of events.push(chunk)) reader.take(event);
    }
  } catch (error) {
    failure = failureOfReading(error);
  }
  const facts = reader.facts();
  failure ??= facts.fault === null ? null : malformed(redactSecrets(facts.fault, context.secrets).text);
  failure ??= facts.ended && events.isComplete() ? null : cutShort();
  const bytes = Buffer.concat(kept);
  return {
    digest: hash.digest('hex'),
    bytes: length,
    ...(failure === null ? answered(facts, reply.status) : failed(failure, outgoing)),
    recorded: recordOf(reply.status, headers, bytes, failure),
    finish: () => {
      if (failure !== null && !isDelivered(failure)) sendFailure(outgoing, call.protocol, failure);
      else (outgoing.headersSent ? outgoing : outgoing.writeHead(reply.status, headers)).end();
    },
  };
}

/** Characters of the longest event: the last one of a Responses stream holds the whole reply. */
const LONGEST_EVENT = 16 * 1024 * 1024;

const SHORT = 'FULCRUM_E_MODEL_STREAM_SHORT';

/** The provider itself ended the stream in order: the agent gets what came, as it came. */
function isDelivered({ code, outcome }: CallFailure): boolean {
  return outcome === 'malformed-reply' || code === SHORT;
}

function cutShort(): CallFailure {
  const message = 'the stream ended without the event that closes a reply';
  return { outcome: 'cut', status: 502, kind: 'server', code: SHORT, message };
}

function malformed(message: string): CallFailure {
  return {
    outcome: 'malformed-reply',
    status: 502,
    kind: 'server',
    code: 'FULCRUM_E_MODEL_REPLY_MALFORMED',
    message,
  };
}

function failureOfReading(error: unknown): CallFailure {
  if (error instanceof BackendFailure) return failureOfBackend(error.facts);
  if (error instanceof RangeError) {
    const { message } = error;
    return {
      outcome: 'reply-too-large',
      status: 502,
      kind: 'server',
      code: 'FULCRUM_E_MODEL_REPLY_TOO_LARGE',
      message,
    };
  }
  throw error;
}

async function takeAll(
  { body }: BackendReply,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly failure: CallFailure | null }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let failure: CallFailure | null = null;
  try {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > limit) throw new RangeError(`the reply is longer than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    failure = failureOfReading(error);
  }
  return { bytes: Buffer.concat(chunks), failure };
}

function recordOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
  failure: CallFailure | null,
): ReplyToRecord {
  switch (failure?.outcome) {
    case 'reply-too-large':
      return { kind: 'withheld', reason: failure.message };
    case 'cut':
    case 'timed-out': {
      const { outcome, code, message } = failure;
      const broken = code === SHORT ? null : { failure: outcome, code, message };
      return { kind: 'body', status, headers, bytes, broken };
    }
    default:
      return { kind: 'body', status, headers, bytes, broken: null };
  }
}

function resultOf(bytes: Buffer): { readonly digest: string; readonly bytes: number } {
  return { digest: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

type Told = Pick<Relayed, 'outcome' | 'status' | 'code' | 'message' | 'usage' | 'isFree'>;

function answered({ usage, refused }: ReplyFacts, status: number): Told {
  return {
    outcome: refused ? 'refused-by-model' : 'answered',
    status,
    code: null,
    message: usage === null ? 'the reply does not say what it used' : null,
    usage,
    isFree: false,
  };
}

function failed({ outcome, status, code, message }: CallFailure, outgoing: ServerResponse): Told {
  const seen = outgoing.headersSent ? outgoing.statusCode : status;
  return { outcome, status: seen, code, message, usage: null, isFree: false };
}
