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
import type { Protocol, ReplyContent, StreamFacts, StreamReader } from '../protocol.ts';
import { MalformedRequest } from '../protocol.ts';
import type { ServerSentEvent } from '../server-sent-events.ts';
import type { TokenUsage } from '../token-usage.ts';
import { inputTokens, tokenCount } from '../token-usage.ts';
import { openEndedReasons, usageWithCache, writeCacheUsage, writeOpenaiFailure } from './openai-common.ts';
import { inPieces } from './pieces.ts';
import { createWrittenText } from './written-text.ts';

/** OpenAI's Chat Completions API: `POST /v1/chat/completions`. */
export const openaiChat: Protocol = {
  name: 'openai-chat',
  path: '/v1/chat/completions',
  readRequest: (body) => {
    if (!Array.isArray(body['messages'])) throw new MalformedRequest('"messages" must be a list');
    return {
      model: requiredText(body, 'model'),
      stream: optionalFlag(body, 'stream'),
      outputLimit: outputLimit(body),
      openEnded: openEnded(body),
      lastText: lastText(objectsOf(body['messages'])),
    };
  },
  prepare: (body, limit) => ({
    ...body,
    ...(limit === null ? {} : { max_completion_tokens: limit }),
    // Without it a streamed reply does not say what it used.
    ...(body['stream'] === true
      ? { stream_options: { ...objectOf(body['stream_options']), include_usage: true } }
      : {}),
  }),
  readReply: (body) => {
    const reply = objectOf(body);
    const messages = objectsOf(objectsOf(reply?.['choices']).map((choice) => choice['message'] ?? null));
    return {
      usage: usageOf(objectOf(reply?.['usage'])),
      refused: messages.some(isRefusal) || objectsOf(reply?.['choices']).some(isFiltered),
    };
  },
  openStream,
  writeFailure: writeOpenaiFailure,
  writeReply: (content, model, identity) => ({
    ...envelope(model, identity, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: content.refused || content.text === '' ? null : content.text,
          refusal: content.refused ? content.text : null,
          ...(content.toolCalls.length > 0 ? { tool_calls: toolCalls(content, identity) } : {}),
        },
        finish_reason: finishReason(content),
      },
    ],
    usage: writeUsage(content.usage),
  }),
  writeStream,
};

function outputLimit(body: JsonObject): number | null {
  const limits = [optionalCount(body, 'max_completion_tokens'), optionalCount(body, 'max_tokens')];
  const set = limits.filter((limit) => limit !== null);
  const alternatives = optionalCount(body, 'n') ?? 1;
  return set.length === 0 ? null : Math.max(...set) * alternatives;
}

function openEnded(body: JsonObject): readonly string[] {
  const reasons = [...openEndedReasons(body)];
  if (objectOf(body['web_search_options']) !== null) reasons.push('searches the web, which is billed by use');
  if (objectOf(body['prediction']) !== null)
    reasons.push('predicts output, which is billed where it is wrong');
  if (objectOf(body['audio']) !== null) reasons.push('asks for audio, which has its own price');
  if (outputLimit(body) === null && (optionalCount(body, 'n') ?? 1) > 1) {
    reasons.push('asks for several alternatives and limits none');
  }
  const parts = objectsOf(body['messages']).flatMap((message) => objectsOf(message['content']));
  const addressed = parts.some((part) => {
    const address = objectOf(part['image_url'])?.['url'];
    if (typeof address === 'string' && !address.startsWith('data:')) return true;
    return objectOf(part['file'])?.['file_id'] !== undefined;
  });
  if (addressed) reasons.push('refers to content by address');
  return reasons;
}

function lastText(messages: readonly JsonObject[]): string {
  const content = messages.findLast(({ role }) => role === 'user' || role === 'tool')?.['content'];
  if (typeof content === 'string') return content;
  return objectsOf(content)
    .map((part) => textOf(part['text']))
    .join('\n');
}

function isRefusal(message: JsonObject): boolean {
  return textOf(message['refusal']) !== '';
}

function isFiltered(choice: JsonObject): boolean {
  return choice['finish_reason'] === 'content_filter';
}

function usageOf(usage: JsonObject | null): TokenUsage | null {
  if (usage === null) return null;
  const prompt = tokenCount(usage['prompt_tokens'] ?? 'missing');
  const output = tokenCount(usage['completion_tokens'] ?? 'missing');
  return prompt === null || output === null
    ? null
    : usageWithCache(prompt, objectOf(usage['prompt_tokens_details']), output);
}

function openStream(): StreamReader {
  let usage: JsonObject | null = null;
  let refused = false;
  let ended = false;
  let fault: string | null = null;
  const text = createWrittenText();
  const take = ({ data }: ServerSentEvent): void => {
    if (data === '[DONE]') {
      ended = true;
      return;
    }
    const chunk = objectOf(parseJson(data));
    if (chunk === null) fault ??= 'an event of the stream is no JSON object';
    else if (objectOf(chunk['error']) !== null) {
      fault ??= `the stream reported ${JSON.stringify(chunk['error'])}`;
    }
    usage = objectOf(chunk?.['usage']) ?? usage;
    for (const choice of objectsOf(chunk?.['choices'])) {
      const delta = objectOf(choice['delta']) ?? {};
      if (isRefusal(delta) || isFiltered(choice)) refused = true;
      const part = JSON.stringify(choice['index'] ?? 0);
      text.add(`${part} content`, textOf(delta['content']));
      text.add(`${part} refusal`, textOf(delta['refusal']));
      for (const call of objectsOf(delta['tool_calls'])) {
        text.add(
          `${part} call ${JSON.stringify(call['index'])}`,
          textOf(objectOf(call['function'])?.['arguments']),
        );
      }
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

function envelope(model: string, identity: string, object: string): JsonObject {
  return { id: `chatcmpl-${identity}`, object, created: 0, model };
}

function finishReason(content: ReplyContent): string {
  return content.toolCalls.length > 0 ? 'tool_calls' : 'stop';
}

function toolCalls(content: ReplyContent, identity: string): readonly JsonObject[] {
  return content.toolCalls.map(({ name, input }, index) => ({
    id: `call_${identity}_${index}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }));
}

function writeUsage(usage: TokenUsage): JsonObject {
  const prompt = inputTokens(usage);
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: writeCacheUsage(usage),
  };
}

function writeStream(content: ReplyContent, model: string, identity: string): readonly ServerSentEvent[] {
  const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    ...envelope(model, identity, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...inPieces(content.text).map((piece) =>
      chunk(content.refused ? { refusal: piece } : { content: piece }),
    ),
    ...toolCalls(content, identity).map((call, index) => chunk({ tool_calls: [{ index, ...call }] })),
    chunk({}, finishReason(content)),
    { ...envelope(model, identity, 'chat.completion.chunk'), choices: [], usage: writeUsage(content.usage) },
  ];
  return [...chunks.map((data) => JSON.stringify(data)), '[DONE]'].map((data) => ({ event: '', data }));
}
