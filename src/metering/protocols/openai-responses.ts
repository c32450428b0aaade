import type { JsonObject } from '../../kernel/json.ts';
import {
  objectOf,
  objectsOf,
  optionalCount,
  optionalFlag,
  parseJson,
  requiredText,
  textOf,
} from '../plain-fields.ts';
import type { Protocol, ReplyContent, ReplyFacts, StreamFacts, StreamReader } from '../protocol.ts';
import { MalformedRequest } from '../protocol.ts';
import type { ServerSentEvent } from '../server-sent-events.ts';
import type { TokenUsage } from '../token-usage.ts';
import { inputTokens, tokenCount } from '../token-usage.ts';
import { openEndedReasons, usageWithCache, writeCacheUsage, writeOpenaiFailure } from './openai-common.ts';
import { inPieces } from './pieces.ts';
import { createWrittenText } from './written-text.ts';

/** OpenAI's Responses API: `POST /v1/responses`. */
export const openaiResponses: Protocol = {
  name: 'openai-responses',
  path: '/v1/responses',
  readRequest: (body) => {
    const input = body['input'];
    if (typeof input !== 'string' && !Array.isArray(input)) {
      throw new MalformedRequest('"input" must be a text or a list');
    }
    return {
      model: requiredText(body, 'model'),
      stream: optionalFlag(body, 'stream'),
      outputLimit: optionalCount(body, 'max_output_tokens'),
      openEnded: openEnded(body),
      lastText: typeof input === 'string' ? input : lastText(objectsOf(body['input'])),
    };
  },
  prepare: (body, limit) => (limit === null ? body : { ...body, max_output_tokens: limit }),
  readReply: (body) => factsOf(objectOf(body)),
  openStream,
  writeFailure: writeOpenaiFailure,
  writeReply: (content, model, identity) => finished(content, model, identity),
  writeStream,
};

/** Tools that the agent carries out itself; the provider's own are billed by use. */
const OWN_TOOLS: ReadonlySet<unknown> = new Set([
  'function',
  'custom',
  'local_shell',
  'apply_patch',
  'namespace',
]);

function openEnded(body: JsonObject): readonly string[] {
  const reasons = [...openEndedReasons(body)];
  for (const field of ['previous_response_id', 'conversation', 'prompt']) {
    if (body[field] !== undefined && body[field] !== null)
      reasons.push(`refers to stored input by "${field}"`);
  }
  if (body['background'] === true) reasons.push('runs in the background, where its usage is not seen');
  for (const { type, execution } of objectsOf(body['tools'])) {
    if (type === 'tool_search' && execution === 'client') continue;
    if (!OWN_TOOLS.has(type)) reasons.push(`uses ${JSON.stringify(type ?? null)}, which the provider runs`);
  }
  const items = objectsOf(body['input']);
  const parts = items.flatMap((item) => [...objectsOf(item['content']), ...objectsOf(item['output'])]);
  const addressed = parts.some((part) => {
    const address = part['image_url'];
    if (typeof address === 'string' && !address.startsWith('data:')) return true;
    return typeof part['file_id'] === 'string' || typeof part['file_url'] === 'string';
  });
  if (addressed || items.some(({ type }) => type === 'item_reference')) {
    reasons.push('refers to content by address');
  }
  return reasons;
}

const TOOL_OUTPUTS: ReadonlySet<unknown> = new Set([
  'function_call_output',
  'custom_tool_call_output',
  'local_shell_call_output',
]);

function lastText(items: readonly JsonObject[]): string {
  const last = items.findLast(({ type, role }) => role === 'user' || TOOL_OUTPUTS.has(type));
  const content = last?.['content'] ?? last?.['output'];
  if (typeof content === 'string') return content;
  return objectsOf(content)
    .map((part) => textOf(part['text']))
    .join('\n');
}

function factsOf(reply: JsonObject | null): ReplyFacts {
  const items = objectsOf(reply?.['output']);
  const parts = items.flatMap((item) => objectsOf(item['content']));
  const filtered = objectOf(reply?.['incomplete_details'])?.['reason'] === 'content_filter';
  return {
    usage: usageOf(objectOf(reply?.['usage'])),
    refused: filtered || parts.some(({ type }) => type === 'refusal'),
  };
}

function usageOf(usage: JsonObject | null): TokenUsage | null {
  if (usage === null) return null;
  const input = tokenCount(usage['input_tokens'] ?? 'missing');
  const output = tokenCount(usage['output_tokens'] ?? 'missing');
  return input === null || output === null
    ? null
    : usageWithCache(input, objectOf(usage['input_tokens_details']), output);
}

function openStream(): StreamReader {
  let last: JsonObject | null = null;
  let fault: string | null = null;
  const text = createWrittenText();
  const take = ({ data }: ServerSentEvent): void => {
    // A compatible server may close its stream as Chat Completions does.
    if (data === '[DONE]') return;
    const event = objectOf(parseJson(data));
    const type = event?.['type'];
    if (event === null || typeof type !== 'string')
      fault ??= 'an event of the stream is no JSON object with a type';
    else if (type === 'error') fault ??= `the stream reported ${JSON.stringify(event)}`;
    else if (type.endsWith('.delta')) text.add(partOf(event), textOf(event['delta']));
    else if (['response.completed', 'response.incomplete', 'response.failed'].includes(type)) {
      last = objectOf(event['response']);
      if (type === 'response.failed')
        fault ??= `the stream reported ${JSON.stringify(last?.['error'] ?? null)}`;
    }
  };
  const facts = (): StreamFacts => ({
    ...factsOf(last),
    text: text.whole(),
    ended: last !== null,
    fault,
  });
  return { take, facts };
}

/** Which part of the reply an event is about. */
function partOf(event: JsonObject): string {
  return ['type', 'output_index', 'content_index', 'summary_index']
    .map((field) => JSON.stringify(event[field] ?? null))
    .join(' ');
}

function started(model: string, identity: string): JsonObject {
  return {
    id: `resp_${identity}`,
    object: 'response',
    created_at: 0,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    model,
    output: [],
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    usage: null,
  };
}

function finished(content: ReplyContent, model: string, identity: string): JsonObject {
  const { usage } = content;
  const input = inputTokens(usage);
  return {
    ...started(model, identity),
    status: 'completed',
    output: outputItems(content, identity),
    usage: {
      input_tokens: input,
      input_tokens_details: writeCacheUsage(usage),
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + usage.output,
    },
  };
}

function outputItems(content: ReplyContent, identity: string): readonly JsonObject[] {
  const spoken: readonly JsonObject[] =
    content.text === ''
      ? []
      : [
          {
            id: `msg_${identity}`,
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [contentPart(content, content.text)],
          },
        ];
  const called = content.toolCalls.map(({ name, input }, index) => ({
    id: `fc_${identity}_${index}`,
    type: 'function_call',
    call_id: `call_${identity}_${index}`,
    name,
    arguments: JSON.stringify(input),
    status: 'completed',
  }));
  return [...spoken, ...called];
}

function contentPart({ refused }: ReplyContent, text: string): JsonObject {
  return refused ? { type: 'refusal', refusal: text } : { type: 'output_text', text, annotations: [] };
}

function writeStream(content: ReplyContent, model: string, identity: string): readonly ServerSentEvent[] {
  const events: JsonObject[] = [
    { type: 'response.created', response: started(model, identity) },
    { type: 'response.in_progress', response: started(model, identity) },
  ];
  for (const [index, item] of outputItems(content, identity).entries()) {
    events.push(...itemEvents(content, item, index));
  }
  events.push({ type: 'response.completed', response: finished(content, model, identity) });
  return events.map((event, index) => ({
    event: textOf(event['type']),
    data: JSON.stringify({ ...event, sequence_number: index }),
  }));
}

function itemEvents(content: ReplyContent, item: JsonObject, index: number): readonly JsonObject[] {
  const place = { item_id: item['id']!, output_index: index };
  const around = (opened: JsonObject, inside: readonly JsonObject[]): readonly JsonObject[] => [
    { type: 'response.output_item.added', output_index: index, item: { ...opened, status: 'in_progress' } },
    ...inside,
    { type: 'response.output_item.done', output_index: index, item },
  ];
  if (item['type'] === 'function_call') {
    const written = textOf(item['arguments']);
    const type = 'response.function_call_arguments';
    return around({ ...item, arguments: '' }, [
      ...inPieces(written).map((delta) => ({ type: `${type}.delta`, ...place, delta })),
      { type: `${type}.done`, ...place, arguments: written },
    ]);
  }
  const type = content.refused ? 'response.refusal' : 'response.output_text';
  const inside = { ...place, content_index: 0 };
  const whole = content.refused ? { refusal: content.text } : { text: content.text };
  return around({ ...item, content: [] }, [
    { type: 'response.content_part.added', ...inside, part: contentPart(content, '') },
    ...inPieces(content.text).map((delta) => ({ type: `${type}.delta`, ...inside, delta })),
    { type: `${type}.done`, ...inside, ...whole },
    { type: 'response.content_part.done', ...inside, part: contentPart(content, content.text) },
  ]);
}
