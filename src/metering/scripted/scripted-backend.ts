import type { JsonObject } from '../../kernel/json.ts';
import type { Backend, BackendReply, ModelCall } from '../backend.ts';
import { BackendFailure } from '../backend.ts';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { FailureKind, ReplyContent } from '../protocol.ts';
import { writeEvent } from '../server-sent-events.ts';
import { NO_TOKENS } from '../token-usage.ts';
import { bagOfTokensVector } from './bag-of-tokens.ts';
import type { Condition, Script, ScriptedAnswer, ScriptedReply, ScriptedVectors } from './script.ts';

/**
 * No model: replies by rules, the first that matches. Given the same calls in the same order it sends the same bytes.
 * It answers in whichever protocol it is asked.
 */
export function scriptedBackend(script: Script, clock: Clock = systemClock): Backend {
  const met = script.rules.map(() => 0);
  let calls = 0;
  return {
    name: 'script',
    kind: 'scripted',
    secrets: [],
    send: async (call, signal) => {
      calls += 1;
      const identity = `scripted_${calls}`;
      const meeting = script.rules.map(({ when, reply }) => meets(when, call) && suits(reply, call));
      for (const [position, isMet] of meeting.entries()) met[position]! += Number(isMet);
      const rule = script.rules.find(
        ({ when }, position) => meeting[position]! && (when.call ?? met[position]) === met[position],
      );
      if (rule === undefined) throw unmatched(call);
      if ('delayMilliseconds' in rule.reply && rule.reply.delayMilliseconds > 0) {
        await clock.sleep(rule.reply.delayMilliseconds, signal);
      }
      return replyTo(rule.reply, call, identity, (milliseconds) => clock.sleep(milliseconds, signal));
    },
    close: () => {},
  };
}

function meets(
  { model, protocol, text, pattern }: Condition,
  { protocol: { name }, request }: ModelCall,
): boolean {
  return (
    (model === undefined || model === request.model) &&
    (protocol === undefined || protocol === name) &&
    (text === undefined || request.lastText.includes(text)) &&
    (pattern === undefined || new RegExp(pattern).test(request.lastText))
  );
}

/** Words are no reply to a call for vectors, nor vectors to one for words. */
function suits(reply: ScriptedReply, { request }: ModelCall): boolean {
  if ('error' in reply || 'body' in reply) return true;
  return 'embed' in reply === (request.embedded !== undefined);
}

function unmatched({ request }: ModelCall): BackendFailure {
  return new BackendFailure({
    kind: 'unmatched',
    code: 'FULCRUM_E_SCRIPT_NO_RULE',
    message: `no rule of the script matches model ${JSON.stringify(request.model)} and this last message: ${JSON.stringify(request.lastText.slice(0, 200))}`,
    reached: false,
    attempts: 1,
  });
}

type Pause = (milliseconds: number) => Promise<void>;

function replyTo(reply: ScriptedReply, call: ModelCall, identity: string, pause: Pause): BackendReply {
  if ('error' in reply) {
    const { status, message, retryAfterSeconds } = reply.error;
    const failure = call.protocol.writeFailure(failureKind(status), 'scripted', message);
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { ...jsonReply(failure), status, headers: { ...JSON_TYPE, ...headers } };
  }
  if ('body' in reply) {
    const bytes = Buffer.from(reply.body);
    const body = yieldAll(Array.from({ length: reply.repeat }, () => bytes));
    return { status: 200, headers: { 'content-type': reply.contentType }, body, attempts: 1 };
  }
  if ('embed' in reply) {
    return jsonReply(call.protocol.writeReply(vectorContent(reply, call), call.request.model, identity));
  }
  const content = contentOf(reply, call);
  const { model, stream } = call.request;
  if (!stream) return jsonReply(call.protocol.writeReply(content, model, identity), reply.cutAfterEvents);
  const events = call.protocol
    .writeStream(content, model, identity)
    .map((event) => Buffer.from(writeEvent(event)));
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: streamed(events, reply, pause),
    attempts: 1,
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function jsonReply(value: JsonObject, cutAfter?: number): BackendReply {
  const bytes = Buffer.from(JSON.stringify(value));
  const body =
    cutAfter === undefined ? yieldAll([bytes]) : yieldAll([bytes.subarray(0, bytes.length / 2)], cut());
  return { status: 200, headers: JSON_TYPE, body, attempts: 1 };
}

async function* streamed(
  events: readonly Uint8Array[],
  reply: ScriptedAnswer,
  pause: Pause,
): AsyncIterable<Uint8Array> {
  const { cutAfterEvents = Infinity, eventDelayMilliseconds } = reply;
  for (const [index, event] of events.entries()) {
    if (index >= cutAfterEvents) throw cut();
    if (eventDelayMilliseconds > 0) await pause(eventDelayMilliseconds);
    yield event;
  }
}

async function* yieldAll(chunks: readonly Uint8Array[], end: Error | null = null): AsyncIterable<Uint8Array> {
  yield* chunks;
  if (end !== null) throw end;
}

function cut(): BackendFailure {
  const message = 'the script cut the reply';
  return new BackendFailure({
    kind: 'cut',
    code: 'FULCRUM_E_MODEL_CUT',
    message,
    reached: true,
    attempts: 1,
  });
}

function failureKind(status: number): FailureKind {
  switch (status) {
    case 401:
    case 403:
      return 'authentication';
    case 402:
      return 'billing';
    case 404:
      return 'not-found';
    case 413:
      return 'too-large';
    case 429:
      return 'rate-limit';
    case 503:
    case 529:
      return 'overloaded';
    default:
      return status < 500 ? 'invalid-request' : 'server';
  }
}

/** Characters that count as a token where the script names no usage. */
const CHARACTERS_PER_TOKEN = 4;

function contentOf(reply: ScriptedAnswer, call: ModelCall): ReplyContent {
  const written = reply.text + reply.toolCalls.map(({ input }) => JSON.stringify(input)).join('');
  const counted = {
    ...NO_TOKENS,
    input: Math.ceil(call.body.length / CHARACTERS_PER_TOKEN),
    output: Math.ceil(written.length / CHARACTERS_PER_TOKEN),
  };
  return {
    text: reply.text,
    refused: reply.refuse,
    toolCalls: reply.toolCalls,
    usage: reply.usage ?? counted,
  };
}

function vectorContent(
  { dimensions, inputTokens }: ScriptedVectors,
  { request, body }: ModelCall,
): ReplyContent {
  return {
    text: '',
    refused: false,
    toolCalls: [],
    usage: { ...NO_TOKENS, input: inputTokens ?? Math.ceil(body.length / CHARACTERS_PER_TOKEN) },
    vectors: (request.embedded ?? []).map((text) => bagOfTokensVector(text, dimensions)),
  };
}
