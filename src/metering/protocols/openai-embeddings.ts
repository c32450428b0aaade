import type { Json, JsonObject } from '../../kernel/json.ts';
import { objectOf, requiredText } from '../plain-fields.ts';
import type { Protocol, StreamReader } from '../protocol.ts';
import { MalformedRequest } from '../protocol.ts';
import type { TokenUsage } from '../token-usage.ts';
import { inputTokens, NO_TOKENS, tokenCount } from '../token-usage.ts';
import { writeOpenaiFailure } from './openai-common.ts';

/** OpenAI's Embeddings API: `POST /v1/embeddings`. It has no output tokens, no stream and no tools. */
export const openaiEmbeddings: Protocol = {
  name: 'openai-embeddings',
  path: '/v1/embeddings',
  readRequest: (body) => {
    const embedded = embeddedTexts(body['input']);
    return {
      model: requiredText(body, 'model'),
      stream: false,
      outputLimit: 0,
      openEnded: [],
      lastText: embedded.at(-1)!,
      embedded,
    };
  },
  prepare: (body) => body,
  readReply: (body) => ({ usage: usageOf(objectOf(objectOf(body)?.['usage'])), refused: false }),
  openStream,
  writeFailure: writeOpenaiFailure,
  writeReply: ({ vectors = [], usage }, model) => ({
    object: 'list',
    model,
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: inputTokens(usage), total_tokens: inputTokens(usage) },
  }),
  writeStream: () => [],
};

/** A text, a list of texts, a list of tokens, or a list of such lists. */
function embeddedTexts(input: Json | undefined): readonly string[] {
  if (typeof input === 'string' && input !== '') return [input];
  const list = Array.isArray(input) ? (input as readonly Json[]) : [];
  if (list.length > 0 && list.every(isToken)) return [JSON.stringify(list)];
  if (list.length > 0 && list.every((item) => typeof item === 'string' || isTokenList(item))) {
    return list.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  }
  throw new MalformedRequest('"input" must be a text that is not empty, or a list of texts or of tokens');
}

function isTokenList(value: Json): boolean {
  return Array.isArray(value) && (value as readonly Json[]).every(isToken);
}

function isToken(value: Json): boolean {
  return Number.isSafeInteger(value);
}

function usageOf(usage: JsonObject | null): TokenUsage | null {
  const input = usage === null ? null : tokenCount(usage['prompt_tokens'] ?? 'missing');
  return input === null ? null : { ...NO_TOKENS, input };
}

/** No reply of this protocol is a stream; one that is cannot be read. */
function openStream(): StreamReader {
  const fault = 'vectors are not sent as a stream';
  return { take: () => {}, facts: () => ({ usage: null, refused: false, ended: false, fault, text: '' }) };
}
