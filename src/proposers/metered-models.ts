import { FulcrumError } from '../kernel/errors.ts';
import type { ProposerSource } from '../kernel/task.ts';
import { agentOptions, providersOf } from './agent/options.ts';
import type { ModelProvider } from './llm/options.ts';
import { llmOptions } from './llm/options.ts';

export interface ModelNeeds {
  /** Providers that are called through the metered door, each once. */
  readonly metered: readonly ModelProvider[];
  /** The one whose embeddings are called through it; null where none are. */
  readonly embedding: ModelProvider | null;
  /** Some model is called past it. */
  readonly hasUnmetered: boolean;
}

/** Which models the proposers of a task call. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on a bad option */
export function modelNeeds(sources: readonly ProposerSource[]): ModelNeeds {
  const llms = sources.filter(({ kind }) => kind === 'llm').map(({ options }) => llmOptions(options));
  const models = llms.flatMap((options) => options.models);
  const embeddings = llms.flatMap(({ embedding }) => embedding ?? []);
  const agents = sources.filter(({ kind }) => kind === 'agent').map(({ options }) => agentOptions(options));
  const metered = [
    ...models.filter((model) => model.metered).map(({ provider }) => provider),
    ...agents.flatMap(providersOf),
  ];
  return {
    metered: [...new Set(metered)],
    embedding: theOne(embeddings.filter((choice) => choice.metered).map(({ provider }) => provider)),
    hasUnmetered: [...models, ...embeddings].some((model) => !model.metered),
  };
}

/** The door has one way out for each protocol, and embeddings of all providers share theirs. */
function theOne(providers: readonly ModelProvider[]): ModelProvider | null {
  const [provider = null, other] = new Set(providers);
  if (other === undefined) return provider;
  throw new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: `embeddings are asked of ${provider} and of ${other}, but the metered door leads to one`,
    where: 'proposers.llm.options.embedding.provider',
    mend: 'Name the same provider in both, or say metered: false in one.',
  });
}
