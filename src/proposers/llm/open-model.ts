import type { LanguageModel } from 'ai';
import type { ModelDoor } from '../services.ts';
import type { ModelChoice, ModelProvider } from './options.ts';

interface Access {
  readonly baseURL?: string;
  readonly apiKey?: string;
}

/**
 * The model behind the run's metered door, or where it is not metered or there is no door, at its provider with the
 * key that the provider's own environment variable holds.
 */
export async function openModel(choice: ModelChoice, door: ModelDoor | null): Promise<LanguageModel> {
  const access = accessTo(choice, door);
  switch (choice.provider) {
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic(access)(choice.model);
    }
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return createOpenAI(access).responses(choice.model);
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return createGoogleGenerativeAI(access)(choice.model);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const { baseURL = '', apiKey = process.env['OPENAI_COMPATIBLE_API_KEY'] } = access;
      const key = apiKey === undefined ? {} : { apiKey };
      const name = 'openai-compatible';
      const abilities = { includeUsage: true, supportsStructuredOutputs: true };
      return createOpenAICompatible({ name, baseURL, ...abilities, ...key })(choice.model);
    }
  }
}

/** Where a model is called, and with which key; nothing leaves both to the provider's own client. */
export function accessTo(
  { provider, metered, address }: Pick<ModelChoice, 'provider' | 'metered' | 'address'>,
  door: ModelDoor | null,
): Access {
  const version = provider === 'google' ? 'v1beta' : 'v1';
  if (metered && door !== null) return { baseURL: `${door.url}/${version}`, apiKey: door.token };
  return address === null ? {} : { baseURL: address };
}

/** The family a provider's models are of; null where it serves anybody's. */
const FAMILIES: { readonly [provider in ModelProvider]: string | null } = {
  anthropic: 'claude',
  openai: 'gpt',
  google: 'gemini',
  'openai-compatible': null,
};

/** Whose work the candidates of a model are. */
export function familyOf({ family, provider }: ModelChoice): string | null {
  return family ?? FAMILIES[provider];
}
