import { z } from 'zod';
import type { JsonObject } from '../../kernel/json.ts';
import type { MemoryOption } from '../memory-option.ts';
import { memoryOption } from '../memory-option.ts';
import { parseOptions } from '../options.ts';
import type { AnswerForm } from './answer/read-answer.ts';

export const PROVIDERS = ['anthropic', 'openai', 'google', 'openai-compatible'] as const;

export type ModelProvider = (typeof PROVIDERS)[number];

const EMBEDDING_PROVIDERS = [
  'openai',
  'google',
  'openai-compatible',
] as const satisfies readonly ModelProvider[];

const METERED_ADDRESS =
  'the address of a metered model comes from the environment; leave it out or say metered: false';
const NO_ADDRESS = 'an openai-compatible model that is not metered needs an address';

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
  .refine(({ address, metered }) => address === null || !metered, { message: METERED_ADDRESS })
  .refine(
    ({ provider, address, metered }) => provider !== 'openai-compatible' || metered || address !== null,
    { message: NO_ADDRESS },
  );

const metaPrompt = z.strictObject({
  every: z.int().min(2).max(1000).default(10),
  keep: z.int().min(2).max(50).default(6),
});

const embedding = z
  .strictObject({
    provider: z.enum(EMBEDDING_PROVIDERS),
    model: z.string().min(1).max(200),
    similarity: z.number().positive().max(1),
    remembered: z.int().min(1).max(1000).default(50),
    dimensions: z.int().min(2).max(4096).nullable().default(null),
    characters: z.int().min(500).max(200_000).default(20_000),
    seconds: z.number().positive().max(600).default(60),
    metered: z.boolean().default(true),
    address: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
  })
  .refine(({ provider, metered }) => provider !== 'google' || !metered, {
    message: 'the meter does not speak the protocol of embeddings by google; say metered: false',
  })
  .refine(({ address, metered }) => address === null || !metered, { message: METERED_ADDRESS })
  .refine(
    ({ provider, address, metered }) => provider !== 'openai-compatible' || metered || address !== null,
    { message: NO_ADDRESS },
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
  output: z.enum(['blocks', 'structured']).default('blocks'),
  cache: z.boolean().default(true),
  memory: memoryOption,
  metaPrompt: metaPrompt.nullable().default(null),
  embedding: embedding.nullable().default(null),
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

/** Instructions that evolve: prompts are candidates too. */
export interface MetaPromptOptions {
  /** Before each proposal whose number this divides, a model rewrites instructions. */
  readonly every: number;
  /** Instructions in the running at a time. */
  readonly keep: number;
}

/** What changes are compared by before they are judged. */
export interface EmbeddingChoice {
  readonly provider: (typeof EMBEDDING_PROVIDERS)[number];
  readonly model: string;
  /** Cosine to an earlier change from which on a change is refused. */
  readonly similarity: number;
  /** Changes it is compared with: the last ones that were judged. */
  readonly remembered: number;
  /** Of a vector; null leaves it to the model. */
  readonly dimensions: number | null;
  /** Of a change that are embedded, at most. */
  readonly characters: number;
  /** For one call. */
  readonly seconds: number;
  readonly metered: boolean;
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
  /** How an answer states its change: in prose, or as JSON of a schema that the provider holds the model to. */
  readonly output: AnswerForm;
  /** Mark what recurs, for providers that bill less for what they have read before. */
  readonly cache: boolean;
  /** Null neither reads nor writes the memory. */
  readonly memory: MemoryOption | null;
  /** Likeness to a parent from which on a change is refused; 1 refuses the same tokens only. */
  readonly similarity: number;
  /** Null leaves the instructions as the task's author wrote them. */
  readonly metaPrompt: MetaPromptOptions | null;
  /** Null compares by tokens alone. */
  readonly embedding: EmbeddingChoice | null;
}

/** Options with their defaults. @throws FulcrumError `FULCRUM_E_TASK_INVALID` naming the field. */
export function llmOptions(options: JsonObject): LlmOptions {
  return parseOptions(schema, options, 'llm');
}

/** Names a model in provenance, as `anthropic/claude-sonnet-4-5`. */
export function modelName({ provider, model: own }: Pick<ModelChoice, 'provider' | 'model'>): string {
  return `${provider}/${own}`;
}
