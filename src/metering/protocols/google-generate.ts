import type { Json, JsonObject } from '../../kernel/json.ts';
import { objectOf, objectsOf, parseJson, textOf } from '../plain-fields.ts';
import type {
  FailureKind,
  Protocol,
  ReplyContent,
  ReplyFacts,
  StreamFacts,
  StreamReader,
} from '../protocol.ts';
import type { ServerSentEvent } from '../server-sent-events.ts';
import type { TokenUsage } from '../token-usage.ts';
import { inputTokens, tokenCount } from '../token-usage.ts';
import { googlePaths, limitGoogleRequest, readGoogleRequest } from './google-request.ts';
import { inPieces } from './pieces.ts';
import { createWrittenText } from './written-text.ts';

/** Google's Gemini API: `POST /v1beta/models/{model}:generateContent` and `:streamGenerateContent?alt=sse`. */
export const googleGenerate: Protocol = {
  name: 'google-generate',
  path: '/v1beta/models/{model}:generateContent',
  paths: googlePaths,
  readRequest: readGoogleRequest,
  prepare: limitGoogleRequest,
  readReply: (body) => factsOf(objectOf(body)),
  openStream,
  writeFailure: (kind, code, message) => ({
    error: {
      ...FAILURES[kind],
      message: `${code}: ${message}`,
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }],
    },
  }),
  writeReply: (content, model, identity) => ({
    ...envelope(model, identity),
    candidates: [{ ...candidate(parts(content, identity)), finishReason: finishReason(content) }],
    usageMetadata: writeUsage(content.usage),
  }),
  writeStream,
};

/** Google's codes of errors (google.rpc.Code) with the status each is sent under. */
const FAILURES: Readonly<Record<FailureKind, { readonly code: number; readonly status: string }>> = {
  authentication: { code: 401, status: 'UNAUTHENTICATED' },
  billing: { code: 402, status: 'FAILED_PRECONDITION' },
  'invalid-request': { code: 400, status: 'INVALID_ARGUMENT' },
  'not-found': { code: 404, status: 'NOT_FOUND' },
  overloaded: { code: 503, status: 'UNAVAILABLE' },
  'rate-limit': { code: 429, status: 'RESOURCE_EXHAUSTED' },
  server: { code: 500, status: 'INTERNAL' },
  'too-large': { code: 413, status: 'INVALID_ARGUMENT' },
};

/** Ends of a reply that the model or a filter in front of it chose, rather than the text. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
]);

function factsOf(reply: JsonObject | null): ReplyFacts {
  return {
    usage: usageOf(objectOf(reply?.['usageMetadata'])),
    refused: isBlocked(reply) || objectsOf(reply?.['candidates']).some(isRefusal),
  };
}

function isRefusal(part: JsonObject): boolean {
  return REFUSALS.has(part['finishReason']);
}

/** The prompt itself was refused: there are no candidates then. */
function isBlocked(reply: JsonObject | null): boolean {
  return textOf(objectOf(reply?.['promptFeedback'])?.['blockReason']) !== '';
}

/** What the prompt counts includes the cached part; thoughts and the prompts of tools are counted beside the rest. */
function usageOf(usage: JsonObject | null): TokenUsage | null {
  const prompt = tokenCount(usage?.['promptTokenCount'] ?? 'missing');
  const tools = tokenCount(usage?.['toolUsePromptTokenCount']);
  const cached = tokenCount(usage?.['cachedContentTokenCount']);
  const written = tokenCount(usage?.['candidatesTokenCount']);
  const thought = tokenCount(usage?.['thoughtsTokenCount']);
  if (prompt === null || tools === null || cached === null || written === null || thought === null)
    return null;
  if (cached > prompt) return null;
  return {
    input: prompt - cached + tools,
    cachedInput: cached,
    cacheWriteShort: 0,
    cacheWriteLong: 0,
    output: written + thought,
  };
}

function openStream(): StreamReader {
  let usage: JsonObject | null = null;
  let refused = false;
  let blocked = false;
  let fault: string | null = null;
  const text = createWrittenText();
  /** Candidates that have begun, with whether each has ended. */
  const ends = new Map<string, boolean>();
  const take = ({ data }: ServerSentEvent): void => {
    const chunk = objectOf(parseJson(data));
    if (chunk === null) fault ??= 'an event of the stream is no JSON object';
    else if (objectOf(chunk['error']) !== null) {
      fault ??= `the stream reported ${JSON.stringify(chunk['error'])}`;
    }
    // Each one counts from the beginning.
    usage = objectOf(chunk?.['usageMetadata']) ?? usage;
    blocked ||= isBlocked(chunk);
    for (const part of objectsOf(chunk?.['candidates'])) {
      const index = JSON.stringify(part['index'] ?? 0);
      ends.set(index, ends.get(index) === true || textOf(part['finishReason']) !== '');
      refused ||= isRefusal(part);
      for (const piece of objectsOf(objectOf(part['content'])?.['parts'])) {
        const kind = piece['thought'] === true ? 'thought' : 'text';
        text.add(`${index} ${kind}`, textOf(piece['text']));
        const called = objectOf(piece['functionCall']);
        if (called !== null) text.add(`${index} calls`, `${JSON.stringify(called)}\n`);
      }
    }
  };
  const facts = (): StreamFacts => ({
    usage: usageOf(usage),
    refused: refused || blocked,
    text: text.whole(),
    ended: blocked || (ends.size > 0 && [...ends.values()].every(Boolean)),
    fault,
  });
  return { take, facts };
}

function envelope(model: string, identity: string): JsonObject {
  return { modelVersion: model, responseId: identity };
}

function candidate(written: readonly Json[]): JsonObject {
  return { content: { role: 'model', parts: written }, index: 0 };
}

function parts({ text, toolCalls }: ReplyContent, identity: string): readonly JsonObject[] {
  const spoken: readonly JsonObject[] = text === '' ? [] : [{ text }];
  const called = toolCalls.map(({ name, input }, index) => ({
    functionCall: { id: `call_${identity}_${index}`, name, args: input },
  }));
  return [...spoken, ...called];
}

function finishReason({ refused }: ReplyContent): string {
  return refused ? 'SAFETY' : 'STOP';
}

function writeUsage(usage: TokenUsage): JsonObject {
  const prompt = inputTokens(usage);
  return {
    promptTokenCount: prompt,
    ...(usage.cachedInput > 0 ? { cachedContentTokenCount: usage.cachedInput } : {}),
    candidatesTokenCount: usage.output,
    totalTokenCount: prompt + usage.output,
  };
}

function writeStream(content: ReplyContent, model: string, identity: string): readonly ServerSentEvent[] {
  const written = [
    ...inPieces(content.text).map((text) => ({ text })),
    ...parts({ ...content, text: '' }, identity),
  ];
  const begun = { ...content.usage, output: Math.min(1, content.usage.output) };
  const chunks = written.map((part) => ({
    ...envelope(model, identity),
    candidates: [candidate([part])],
    usageMetadata: writeUsage(begun),
  }));
  const last = {
    ...envelope(model, identity),
    candidates: [{ ...candidate([{ text: '' }]), finishReason: finishReason(content) }],
    usageMetadata: writeUsage(content.usage),
  };
  return [...chunks, last].map((chunk) => ({ event: '', data: JSON.stringify(chunk) }));
}
