import type { Json, JsonObject } from '../../kernel/json.ts';
import {
  objectOf,
  objectsOf,
  optionalCount,
  optionalFlag,
  parseJson,
  requiredText,
  textOf,
} from '../plain-fields.ts';
import type { FailureKind, Protocol, ReplyContent, StreamFacts, StreamReader } from '../protocol.ts';
import { MalformedRequest } from '../protocol.ts';
import type { ServerSentEvent } from '../server-sent-events.ts';
import type { TokenUsage } from '../token-usage.ts';
import { tokenCount } from '../token-usage.ts';
import { inPieces } from './pieces.ts';
import { createWrittenText } from './written-text.ts';

/** Anthropic's Messages API, version 2023-06-01: `POST /v1/messages`. */
export const anthropicMessages: Protocol = {
  name: 'anthropic-messages',
  path: '/v1/messages',
  readRequest: (body) => {
    if (!Array.isArray(body['messages'])) throw new MalformedRequest('"messages" must be a list');
    return {
      model: requiredText(body, 'model'),
      stream: optionalFlag(body, 'stream'),
      outputLimit: optionalCount(body, 'max_tokens'),
      openEnded: openEnded(body),
      lastText: lastText(objectsOf(body['messages'])),
    };
  },
  prepare: (body, outputLimit) => (outputLimit === null ? body : { ...body, max_tokens: outputLimit }),
  readReply: (body) => {
    const reply = objectOf(body);
    return {
      usage: reply === null ? null : usageOf(objectOf(reply['usage'])),
      refused: reply?.['stop_reason'] === 'refusal',
    };
  },
  openStream,
  writeFailure: (kind, code, message) => ({
    type: 'error',
    error: { type: FAILURE_TYPES[kind], code, message: `${code}: ${message}` },
  }),
  writeReply: (content, model, identity) => ({
    ...envelope(model, identity),
    content: blocks(content, identity),
    stop_reason: stopReason(content),
    usage: writeUsage(content.usage),
  }),
  writeStream,
};

const FAILURE_TYPES: Readonly<Record<FailureKind, string>> = {
  authentication: 'authentication_error',
  billing: 'billing_error',
  'invalid-request': 'invalid_request_error',
  'not-found': 'not_found_error',
  overloaded: 'overloaded_error',
  'rate-limit': 'rate_limit_error',
  server: 'api_error',
  'too-large': 'request_too_large',
};

/** Tools that the agent carries out itself; the provider's own are billed by use. */
const OWN_TOOL = /^(?:custom|bash_\d+|text_editor_\d+|memory_\d+|computer_\d+)$/;

function openEnded(body: JsonObject): readonly string[] {
  const reasons: string[] = [];
  if (body['speed'] !== undefined && body['speed'] !== 'standard') reasons.push('asks for another speed');
  const place = body['inference_geo'] ?? 'global';
  if (place !== 'global') reasons.push('asks for a place, which has its own price');
  if (objectsOf(body['mcp_servers']).length > 0) reasons.push('lets the provider call MCP servers');
  if (body['container'] !== undefined && body['container'] !== null) reasons.push('uses a container');
  for (const tool of objectsOf(body['tools'])) {
    const type = tool['type'] ?? 'custom';
    if (!OWN_TOOL.test(textOf(type))) reasons.push(`uses ${JSON.stringify(type)}, which the provider runs`);
  }
  const content = objectsOf(body['messages']).flatMap((message) => objectsOf(message['content']));
  const all = [
    ...objectsOf(body['system']),
    ...content,
    ...content.flatMap((block) => objectsOf(block['content'])),
  ];
  if (all.some((block) => ['url', 'file'].includes(textOf(objectOf(block['source'])?.['type'])))) {
    reasons.push('refers to content by address');
  }
  return reasons;
}

function lastText(messages: readonly JsonObject[]): string {
  const content = messages.findLast(({ role }) => role === 'user')?.['content'];
  if (typeof content === 'string') return content;
  return objectsOf(content).map(blockText).join('\n');
}

function blockText(block: JsonObject): string {
  const content = block['content'];
  if (typeof content === 'string') return content;
  return [
    textOf(block['text']),
    textOf(block['thinking']),
    ...objectsOf(content).map((part) => textOf(part['text'])),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function usageOf(usage: JsonObject | null): TokenUsage | null {
  if (usage === null) return null;
  const split = objectOf(usage['cache_creation']);
  const written = tokenCount(usage['cache_creation_input_tokens']);
  const long = tokenCount(split?.['ephemeral_1h_input_tokens']);
  const input = tokenCount(usage['input_tokens'] ?? 'missing');
  const cachedInput = tokenCount(usage['cache_read_input_tokens']);
  const output = tokenCount(usage['output_tokens'] ?? 'missing');
  if (written === null || long === null || input === null || cachedInput === null || output === null)
    return null;
  return { input, cachedInput, cacheWriteShort: Math.max(0, written - long), cacheWriteLong: long, output };
}

function openStream(): StreamReader {
  let usage: JsonObject | null = null;
  let refused = false;
  let ended = false;
  let fault: string | null = null;
  const text = createWrittenText();
  const take = ({ data }: ServerSentEvent): void => {
    const event = objectOf(parseJson(data));
    switch (event?.['type']) {
      case 'message_start':
        usage = objectOf(objectOf(event['message'])?.['usage']);
        break;
      case 'content_block_delta': {
        const delta = objectOf(event['delta']);
        for (const field of ['text', 'thinking', 'partial_json']) {
          text.add(`${JSON.stringify(event['index'] ?? 0)} ${field}`, textOf(delta?.[field]));
        }
        break;
      }
      case 'message_delta':
        usage = mergeUsage(usage, objectOf(event['usage']));
        if (objectOf(event['delta'])?.['stop_reason'] === 'refusal') refused = true;
        break;
      case 'message_stop':
        ended = true;
        break;
      case 'error':
        fault ??= `the stream reported ${JSON.stringify(event['error'] ?? null)}`;
        break;
      case undefined:
        fault ??= 'an event of the stream is no JSON object with a type';
        break;
      default:
    }
  };
  const facts = (): StreamFacts => ({
    usage: usageOf(usage),
    refused,
    text: text.whole(),
    ended,
    fault,
  });
  return { take, facts };
}

/** Counts of a later event replace earlier ones: they are cumulative. */
function mergeUsage(before: JsonObject | null, after: JsonObject | null): JsonObject | null {
  if (before === null || after === null) return before ?? after;
  const present = Object.entries(after).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(present) };
}

function envelope(model: string, identity: string): JsonObject {
  return { id: `msg_${identity}`, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function blocks({ text, toolCalls }: ReplyContent, identity: string): readonly JsonObject[] {
  const spoken: readonly JsonObject[] = text === '' ? [] : [{ type: 'text', text }];
  const used = toolCalls.map(({ name, input }, index) => ({
    type: 'tool_use',
    id: `toolu_${identity}_${index}`,
    name,
    input,
  }));
  return [...spoken, ...used];
}

function stopReason({ refused, toolCalls }: ReplyContent): string {
  if (refused) return 'refusal';
  return toolCalls.length > 0 ? 'tool_use' : 'end_turn';
}

function writeUsage(usage: TokenUsage): JsonObject {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWriteShort + usage.cacheWriteLong,
    cache_read_input_tokens: usage.cachedInput,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWriteShort,
      ephemeral_1h_input_tokens: usage.cacheWriteLong,
    },
    output_tokens: usage.output,
  };
}

function writeStream(content: ReplyContent, model: string, identity: string): readonly ServerSentEvent[] {
  const events: JsonObject[] = [
    {
      type: 'message_start',
      message: {
        ...envelope(model, identity),
        content: [],
        stop_reason: null,
        usage: writeUsage({ ...content.usage, output: Math.min(1, content.usage.output) }),
      },
    },
  ];
  for (const [index, block] of blocks(content, identity).entries()) {
    events.push(...blockEvents(block, index));
  }
  events.push(
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason(content), stop_sequence: null },
      usage: { output_tokens: content.usage.output },
    },
    { type: 'message_stop' },
  );
  return events.map((event) => ({ event: textOf(event['type']), data: JSON.stringify(event) }));
}

function blockEvents(block: JsonObject, index: number): readonly JsonObject[] {
  const isTool = block['type'] === 'tool_use';
  const written = isTool ? JSON.stringify(block['input']) : textOf(block['text']);
  const empty: Json = isTool ? { ...block, input: {} } : { ...block, text: '' };
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...inPieces(written).map((piece) => ({
      type: 'content_block_delta',
      index,
      delta: isTool ? { type: 'input_json_delta', partial_json: piece } : { type: 'text_delta', text: piece },
    })),
    { type: 'content_block_stop', index },
  ];
}
