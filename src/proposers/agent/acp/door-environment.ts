import type { ModelProvider } from '../../llm/options.ts';
import type { AgentErrand } from '../adapter.ts';

type Door = NonNullable<AgentErrand['door']>;

/** The variables by which the providers' own libraries find the metered door, and the door's own for anything else. */
export function doorEnvironment(
  { url, token }: Door,
  providers: readonly ModelProvider[],
): { readonly [name: string]: string } {
  const openai = { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: token };
  const known: { readonly [provider in ModelProvider]: { readonly [name: string]: string } } = {
    anthropic: { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: token },
    openai,
    google: { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: token },
    'openai-compatible': openai,
  };
  return Object.assign(
    { FULCRUM_DOOR_URL: url, FULCRUM_DOOR_TOKEN: token },
    ...providers.map((provider) => known[provider]),
  );
}
