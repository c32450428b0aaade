import type { ProposerSource } from '../kernel/task.ts';
import type { ModelProvider } from './llm/options.ts';
import { llmOptions } from './llm/options.ts';

export interface ModelNeeds {
  /** Providers that are called through the metered door, each once. */
  readonly metered: readonly ModelProvider[];
  /** Some model is called past it. */
  readonly hasUnmetered: boolean;
}

/** Which models the proposers of a task call. @throws FulcrumError `FULCRUM_E_TASK_INVALID` on a bad option */
export function modelNeeds(sources: readonly ProposerSource[]): ModelNeeds {
  const models = sources.flatMap(({ kind, options }) => (kind === 'llm' ? llmOptions(options).models : []));
  const metered = models.filter((model) => model.metered).map(({ provider }) => provider);
  return { metered: [...new Set(metered)], hasUnmetered: models.some((model) => !model.metered) };
}
