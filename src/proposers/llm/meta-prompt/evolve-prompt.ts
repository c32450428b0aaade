import type { LanguageModel } from 'ai';
import type { PromptUse } from '../../../kernel/candidate.ts';
import { DATA_BLOCK_RULE } from '../../../kernel/data-block.ts';
import type { Random } from '../../../kernel/random.ts';
import type { ModelTokens } from '../../services.ts';
import { askModel } from '../ask-model.ts';
import { thompson } from '../choice/thompson.ts';
import type { KeptFiles } from '../kept-files.ts';
import { digestOf } from '../kept-files.ts';
import type { Lesson } from '../lessons.ts';
import type { LlmOptions } from '../options.ts';
import type { PromptPopulation, PromptRecord } from './population.ts';
import { readRewrite, rewriteQuestion, rewriteRules } from './rewrite-words.ts';

/** The instructions for one proposal, and what it took to have them. */
export interface EvolvedPrompt {
  readonly text: string;
  readonly use: PromptUse;
  /** Of the call that rewrote them; empty where none was made. */
  readonly tokens: readonly (ModelTokens | null)[];
  /** What the material of a rewrite was found to hold. */
  readonly taint: readonly string[];
  /** Why the budget does not allow the rewrite; null when it does. */
  readonly overBudget: string | null;
}

export interface PromptSource {
  /** Number of the proposal: every n-th has its instructions rewritten first. */
  readonly number: number;
  readonly population: PromptPopulation;
  /** The instructions that the population began with, which stand in the task. */
  readonly first: string;
  readonly lessons: readonly Lesson[];
  readonly kept: KeptFiles;
  readonly goal: string | null;
  readonly model: LanguageModel;
  readonly name: string;
  readonly options: LlmOptions;
  readonly every: number;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly secrets: readonly string[];
}

/**
 * Chooses instructions by Thompson sampling over what came of each, or on every n-th proposal lets the model rewrite some.
 * A rewrite that fails or cannot be taken is recorded with its reason, and the chosen instructions are used as they are.
 */
export async function evolvePrompt(source: PromptSource): Promise<EvolvedPrompt> {
  const { number, every, population, random } = source;
  const chosen = draw(population, random);
  if (number % every !== 0) return unchanged(source, chosen, null);
  const others = population.filter((record) => record !== chosen);
  const parents = others.length === 0 ? [chosen] : [chosen, draw(others, random)];
  return rewrite(source, parents);
}

function draw(population: PromptPopulation, random: Random): PromptRecord {
  return population[
    thompson(
      population,
      population.map(() => 1),
      random,
    )
  ]!;
}

async function rewrite(source: PromptSource, parents: readonly PromptRecord[]): Promise<EvolvedPrompt> {
  const { options, goal, lessons, random, population, kept, secrets } = source;
  const written = parents.map((record) => ({ ...record, text: textOf(source, record) }));
  const question = rewriteQuestion(written, lessons, options.promptCharacters, random);
  const result = await askModel({
    ...source,
    instructions: rewriteRules(goal, DATA_BLOCK_RULE),
    messages: [{ role: 'user', content: question.text }],
  });
  const cost = { tokens: [result.tokens], taint: question.taint };
  const fallBack = (fault: string): EvolvedPrompt => ({ ...unchanged(source, parents[0]!, fault), ...cost });
  if (result.kind === 'failed') {
    return { ...fallBack(result.reason), overBudget: result.overBudget ? result.reason : null };
  }
  if (result.cutOff) return fallBack('the instructions were cut off at the limit of their length');
  const read = readRewrite(result.text, secrets);
  if (read.kind === 'fault') return fallBack(read.reason);
  const digest = digestOf(read.text);
  if (population.some((known) => known.digest === digest)) return fallBack('the instructions are not new');
  kept.put(read.text);
  const rewrittenFrom = parents.map((parent) => parent.digest);
  return { text: read.text, use: { digest, rewrittenFrom, fault: null }, overBudget: null, ...cost };
}

function unchanged(source: PromptSource, chosen: PromptRecord, fault: string | null): EvolvedPrompt {
  const use = { digest: chosen.digest, rewrittenFrom: [], fault };
  return { text: textOf(source, chosen), use, tokens: [], taint: [], overBudget: null };
}

function textOf({ first, kept }: PromptSource, { digest }: PromptRecord): string {
  return digest === digestOf(first) ? first : kept.get(digest);
}
