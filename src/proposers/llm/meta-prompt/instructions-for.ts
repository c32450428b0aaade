import { digestOf } from '../kept-files.ts';
import type { LlmOptions } from '../options.ts';
import type { EvolvedPrompt, PromptSource } from './evolve-prompt.ts';
import type { PromptPopulation } from './population.ts';
import { FIRST_INSTRUCTIONS } from './rewrite-words.ts';

/** What a run begins with: the instructions of the task's author, or ours; empty where they do not evolve. */
export function firstPrompts(options: LlmOptions): PromptPopulation {
  if (options.metaPrompt === null) return [];
  return [{ digest: digestOf(firstInstructions(options)), tried: 0, kept: 0 }];
}

/** The instructions for one proposal; null where they do not evolve. */
export async function instructionsFor(
  source: Omit<PromptSource, 'every' | 'first'>,
): Promise<EvolvedPrompt | null> {
  const { options } = source;
  if (options.metaPrompt === null) return null;
  // It loads the SDK.
  const { evolvePrompt } = await import('./evolve-prompt.ts');
  return evolvePrompt({ ...source, every: options.metaPrompt.every, first: firstInstructions(options) });
}

function firstInstructions({ instructions }: LlmOptions): string {
  return instructions ?? FIRST_INSTRUCTIONS;
}
