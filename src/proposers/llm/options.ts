import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import { parseOptions } from '../options.ts';

const PROVIDERS = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;

export type ModelProvider = (typeof PROVIDERS)[number];

const model = z
  .strictObject({
    provider: z.enum(PROVIDERS),
    model: z.string().min(1).max(200),
    weight: z.number().positive().default(1),
    family: z.string().min(1).nullable().default(null),
    metered: z.boolean().default(true),
    address: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
  })
  .refine(({ provider, metered }) => provider !== 'google' || !metered, {
    message:
      'the meter does not speak the protocol of google; say metered: false, or use its openai-compatible address',
  })
  .refine(({ address, metered }) => address === null || !metered, {
    message: 'the address of a metered model comes from the environment; leave it out or say metered: false',
  })
  .refine(
    ({ provider, address, metered }) => provider !== 'openai-compatible' || metered || address !== null,
    { message: 'an openai-compatible model that is not metered needs an address' },
  );

const schema = z.strictObject({
  models: z
    .array(model)
    .min(1)
    .refine((models) => new Set(models.map(modelName)).size === models.length, 'a model is named twice'),
  choice: z.enum(['weights', 'ucb', 'thompson']).default('weights'),
  costAware: z.boolean().default(true),
  style: z.enum(['free', 'insight', 'full']).default('insight'),
  instructions: z.string().max(20_000).nullable().default(null),
  repairs: z.int().min(0).max(5).default(1),
  stream: z.boolean().default(false),
  temperature: z.number().min(0).max(2).nullable().default(null),
  maximumOutputTokens: z.int().min(16).max(200_000).default(8192),
  promptCharacters: z.int().min(2000).max(2_000_000).default(120_000),
  answerCharacters: z.int().min(100).max(20_000_000).default(1_000_000),
  seconds: z.number().positive().max(3600).default(300),
  similarity: z.number().positive().max(1).default(1),
});

export interface ModelChoice {
  readonly provider: ModelProvider;
  /** As the provider names it. */
  readonly model: string;
  /** How often it is drawn, relative to the others, where the choice goes by weights. */
  readonly weight: number;
  /** Whose work its candidates count as; null takes the provider's own, or nobody's where any model can answer. */
  readonly family: string | null;
  /** Called through the run's metered door. */
  readonly metered: boolean;
  /** Base URL of a model that is not metered, with its version; null takes the provider's own. */
  readonly address: string | null;
}

export interface LlmOptions {
  readonly models: readonly ModelChoice[];
  /** By fixed weights, or by what came of earlier proposals. */
  readonly choice: 'weights' | 'ucb' | 'thompson';
  /** Divide what a model is expected to bring by what it costs. */
  readonly costAware: boolean;
  /** What a prompt holds besides the parent. */
  readonly style: 'free' | 'insight' | 'full';
  /** What the person who wrote the task tells the model besides. */
  readonly instructions: string | null;
  /** Further turns after an answer that cannot be used. */
  readonly repairs: number;
  readonly stream: boolean;
  /** Null leaves it to the provider. */
  readonly temperature: number | null;
  readonly maximumOutputTokens: number;
  /** Of all data blocks together. */
  readonly promptCharacters: number;
  /** Longer answers are refused. */
  readonly answerCharacters: number;
  /** For one turn. */
  readonly seconds: number;
  /** Likeness to a parent from which on a change is refused; 1 refuses the same tokens only. */
  readonly similarity: number;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function llmOptions(options: JsonObject): LlmOptions {
  return parseOptions(schema, options, 'llm');
}

/** Names a model in provenance, as `anthropic/claude-sonnet-4-5`. */
export function modelName({ provider, model: own }: Pick<ModelChoice, 'provider' | 'model'>): string {
  return `${provider}/${own}`;
}
