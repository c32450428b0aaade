import type { EmbeddingModel } from 'ai';
import { embed } from 'ai';
import type { ModelDoor, ModelTokens } from '../../services.ts';
import type { CallFailure } from '../call-failure.ts';
import { callFailure } from '../call-failure.ts';
import { accessTo } from '../open-model.ts';
import type { EmbeddingChoice } from '../options.ts';
import { modelName } from '../options.ts';

export type EmbeddedText =
  | { readonly kind: 'embedded'; readonly vector: readonly number[]; readonly tokens: ModelTokens | null }
  | CallFailure;

/**
 * One call for the vector of a text. What goes wrong with it alone is a result; what would go wrong with every call is
 * thrown.
 *
 * @throws FulcrumError as `callFailure` does
 */
export async function embedText(
  text: string,
  choice: EmbeddingChoice,
  door: ModelDoor | null,
  signal: AbortSignal,
): Promise<EmbeddedText> {
  const name = modelName(choice);
  const secrets = door === null ? [] : [door.token];
  try {
    const { embedding, usage } = await embed({
      model: await openEmbeddingModel(choice, door),
      value: text,
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, AbortSignal.timeout(choice.seconds * 1000)]),
      ...(choice.dimensions === null ? {} : { dimensions: choice.dimensions }),
    });
    if (embedding.length === 0 || !embedding.every(Number.isFinite)) {
      return { kind: 'failed', reason: `${name}: the reply holds no vector`, overBudget: false };
    }
    return { kind: 'embedded', vector: embedding, tokens: tokensOf(usage.tokens) };
  } catch (error) {
    return callFailure(error, name, secrets);
  }
}

/** Null where the provider does not say. */
function tokensOf(count: number | undefined): ModelTokens | null {
  if (count === undefined || !Number.isFinite(count)) return null;
  return { input: count, cachedInput: 0, cacheWrite: 0, output: 0 };
}

async function openEmbeddingModel(choice: EmbeddingChoice, door: ModelDoor | null): Promise<EmbeddingModel> {
  const access = accessTo(choice, door);
  switch (choice.provider) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI(access).embeddingModel(choice.model);
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return createGoogleGenerativeAI(access).embeddingModel(choice.model);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const { baseURL = '', apiKey = process.env['OPENAI_COMPATIBLE_API_KEY'] } = access;
      const key = apiKey === undefined ? {} : { apiKey };
      return createOpenAICompatible({ name: 'openai-compatible', baseURL, ...key }).embeddingModel(
        choice.model,
      );
    }
  }
}
