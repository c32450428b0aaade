import type {
  JSONSchema7,
  LanguageModel,
  LanguageModelUsage,
  ModelMessage,
  Output,
  SystemModelMessage,
} from 'ai';
import { generateText, streamText } from 'ai';
import type { ModelTokens } from '../services.ts';
import type { CallFailure } from './call-failure.ts';
import { callFailure } from './call-failure.ts';
import type { LlmOptions } from './options.ts';

/** What one turn of a model brought. */
export type TurnResult =
  | {
      readonly kind: 'answered';
      readonly text: string;
      /** It ended at its limit rather than where it was done. */
      readonly cutOff: boolean;
      readonly tokens: ModelTokens | null;
    }
  | (CallFailure & { readonly tokens: ModelTokens | null });

export interface Turn {
  readonly model: LanguageModel;
  readonly name: string;
  readonly instructions: string | SystemModelMessage;
  readonly messages: readonly ModelMessage[];
  /** The answer is JSON of this schema; left out for prose. */
  readonly schema?: JSONSchema7;
  readonly options: LlmOptions;
  readonly signal: AbortSignal;
  /** Never part of a reason. */
  readonly secrets: readonly string[];
}

interface Reply {
  readonly text: string;
  readonly finishReason: string;
  readonly usage: LanguageModelUsage;
}

/**
 * One call. Whatever goes wrong with it alone is a result; what would go wrong with every call is thrown.
 *
 * @throws FulcrumError as `callFailure` does
 */
export async function askModel(turn: Turn): Promise<TurnResult> {
  const { options, name } = turn;
  let reply: Reply;
  try {
    reply = await (options.stream ? streamed(turn) : generated(turn));
  } catch (error) {
    return { ...callFailure(error, name, turn.secrets), tokens: null };
  }
  const tokens = tokensOf(reply.usage);
  const fail = (reason: string): TurnResult => {
    return { kind: 'failed', reason: `${name}: ${reason}`, overBudget: false, tokens };
  };
  if (reply.finishReason === 'content-filter') return fail('the model declined to answer');
  if (reply.text.length > options.answerCharacters) {
    return fail(`the answer has ${reply.text.length} characters, more than ${options.answerCharacters}`);
  }
  const cutOff = reply.finishReason === 'length';
  if (!cutOff && reply.finishReason !== 'stop') return fail(`the reply ended as "${reply.finishReason}"`);
  if (reply.text.trim() === '') return fail('the model sent no text');
  return { kind: 'answered', text: reply.text, cutOff, tokens };
}

function generated(turn: Turn): Promise<Reply> {
  return generateText(callOf(turn));
}

async function streamed(turn: Turn): Promise<Reply> {
  const result = streamText({ ...callOf(turn), onError: () => undefined });
  let text = '';
  let end: Omit<Reply, 'text'> | null = null;
  for await (const part of result.fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') throw turn.signal.reason ?? new DOMException('timed out', 'TimeoutError');
    if (part.type === 'text-delta' && text.length <= turn.options.answerCharacters) text += part.text;
    if (part.type === 'finish') end = { finishReason: part.finishReason, usage: part.totalUsage };
  }
  if (end === null) throw new Error('the stream broke off');
  return { text, ...end };
}

function callOf({ model, instructions, messages, schema, options, signal }: Turn): {
  readonly model: LanguageModel;
  readonly instructions: string | SystemModelMessage;
  readonly messages: ModelMessage[];
  readonly maxOutputTokens: number;
  readonly maxRetries: number;
  readonly abortSignal: AbortSignal;
  readonly temperature?: number;
  readonly output?: Output.Output<string, string, never>;
} {
  const { maximumOutputTokens, seconds, temperature } = options;
  return {
    model,
    instructions,
    messages: [...messages],
    maxOutputTokens: maximumOutputTokens,
    // The meter tries again by itself; behind it there would be two back-offs in a row.
    maxRetries: 0,
    abortSignal: AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]),
    ...(temperature === null ? {} : { temperature }),
    ...(schema === undefined ? {} : { output: jsonText(schema) }),
  };
}

/** Asks the provider to hold the model to a schema, and leaves reading the text to us: a fault in it is a turn, no end. */
function jsonText(schema: JSONSchema7): Output.Output<string, string, never> {
  return {
    name: 'edits',
    responseFormat: Promise.resolve({ type: 'json', schema, name: 'edits' }),
    parseCompleteOutput: ({ text }) => Promise.resolve(text),
    parsePartialOutput: ({ text }) => Promise.resolve({ partial: text }),
    createElementStreamTransform: () => undefined,
  };
}

function tokensOf({ inputTokens, inputTokenDetails, outputTokens }: LanguageModelUsage): ModelTokens | null {
  if (inputTokens === undefined || outputTokens === undefined) return null;
  const cached = inputTokenDetails.cacheReadTokens ?? 0;
  const written = inputTokenDetails.cacheWriteTokens ?? 0;
  const fresh = inputTokenDetails.noCacheTokens ?? inputTokens - cached - written;
  return { input: fresh, cachedInput: cached, cacheWrite: written, output: outputTokens };
}
