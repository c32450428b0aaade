import type { Random } from '../../../kernel/random.ts';
import { instructionSigns } from '../../../kernel/instruction-signs.ts';
import { plainText } from '../../../kernel/plain-text.ts';
import { secretsIn } from '../../../kernel/redact-secrets.ts';
import type { Lesson } from '../lessons.ts';
import type { Prompt } from '../prompt/build-prompt.ts';
import { composePrompt } from '../prompt/build-prompt.ts';
import { lessonSection } from '../prompt/sections.ts';
import type { PromptRecord } from './population.ts';

/** Instructions with their words. */
export type WrittenPrompt = PromptRecord & { readonly text: string };

/** What a task starts from when its author wrote no instructions. */
export const FIRST_INSTRUCTIONS =
  'Find what holds the score back before you change anything. Make one change with a clear reason, small enough to tell afterwards what it did. Do not repeat what earlier attempts have shown to fail.';

const SHORTEST = 20;
const LONGEST = 4000;

/** How a model is told to write instructions for another. */
export function rewriteRules(goal: string | null, dataRule: string): string {
  return [
    'You write working instructions for a model that improves code. A judge that neither of you can see or reach measures each change it proposes and keeps those that are better.',
    ...(goal === null ? [] : [`The task:\n${goal}`]),
    dataRule,
    `Write new instructions that should lead to more kept changes than those you are shown: say how to look for improvements and which kind to try, in general words, without code. They may combine what worked or try another way. Rules about the form of the answer and about what may be changed are added by others; leave them out. Answer with the instructions alone, in plain text of ${SHORTEST} to ${LONGEST} characters.`,
  ].join('\n\n');
}

/** The instructions to start from, what came of them, and what was tried lately. */
export function rewriteQuestion(
  parents: readonly WrittenPrompt[],
  lessons: readonly Lesson[],
  characters: number,
  random: Random,
): Prompt {
  const shown = parents.map(({ text, tried, kept }, index) => ({
    words: `Instructions ${index + 1}: ${kept} of ${tried} proposals kept.`,
    blocks: [{ label: `instructions ${index + 1}`, text }],
  }));
  const attempts = lessonSection(lessons);
  const sections = attempts === null ? shown : [...shown, attempts];
  return composePrompt(sections, 'Write the new instructions.', characters, random);
}

export type ReadRewrite =
  | { readonly kind: 'instructions'; readonly text: string }
  | { readonly kind: 'fault'; readonly reason: string };

/**
 * Instructions from an answer. They will stand outside any data block, so what hides something, holds a secret or reads
 * like an attempt to take a reader over is not taken: a candidate's text may speak through the model that wrote them.
 */
export function readRewrite(answer: string, secrets: readonly string[]): ReadRewrite {
  const { text: plain, hidden } = plainText(answer);
  const text = plain.trim();
  const fault = (reason: string): ReadRewrite => ({ kind: 'fault', reason });
  if (text.length < SHORTEST || text.length > LONGEST) {
    return fault(`the instructions have ${text.length} characters, not ${SHORTEST} to ${LONGEST}`);
  }
  if (hidden.length > 0) return fault(`the instructions hide characters (${hidden.join(', ')})`);
  if (secretsIn(text, secrets).length > 0) return fault('the instructions hold a secret');
  const signs = instructionSigns(text);
  if (signs.length > 0) return fault(`the instructions read like an injection (${signs.join(', ')})`);
  return { kind: 'instructions', text };
}
