import type { JSONSchema7, LanguageModel, ModelMessage } from 'ai';
import type { FileEdit, WorkspaceView } from '../../kernel/contracts/proposer.ts';
import type { Random } from '../../kernel/random.ts';
import { faultText } from '../../workspace/edit-fault.ts';
import type { ModelTokens } from '../services.ts';
import type { ReadAnswer } from './answer/read-answer.ts';
import { readAnswer } from './answer/read-answer.ts';
import { STRUCTURED_SCHEMA } from './answer/structured.ts';
import { askModel } from './ask-model.ts';
import { likenessToParent } from './novelty.ts';
import type { LlmOptions } from './options.ts';
import type { Prompt } from './prompt/build-prompt.ts';
import { repairWords } from './prompt/repair-words.ts';
import { asSystem, asUser, lastMarked } from './prompt-cache.ts';

export interface ConversationSource {
  readonly model: LanguageModel;
  readonly name: string;
  /** The one to change first. */
  readonly parents: readonly WorkspaceView[];
  readonly instructions: string;
  readonly prompt: Pick<Prompt, 'text' | 'recurring'>;
  /** Marks for the provider what it will read again. */
  readonly marksCache: boolean;
  readonly options: LlmOptions;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly secrets: readonly string[];
}

/** What came of asking, repairs included. */
export interface Conversation {
  readonly outcome:
    | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
    | { readonly kind: 'nothing'; readonly reason: string; readonly overBudget: boolean };
  readonly turns: number;
  /** The last one; null when there was none. */
  readonly answer: string | null;
  /** What the model says it changed, in that answer; null where it does not say. */
  readonly summary: string | null;
  /** Of each turn; null where the provider did not say. */
  readonly tokens: readonly (ModelTokens | null)[];
}

/** Asks until an answer can be used, a call fails or the repairs are spent. */
export async function converse(source: ConversationSource): Promise<Conversation> {
  const { options, prompt, random, name, marksCache } = source;
  const messages: ModelMessage[] = [asUser(prompt.text, marksCache ? prompt.recurring : [])];
  const instructions = marksCache ? asSystem(source.instructions) : source.instructions;
  const structure = options.output === 'structured' ? { schema: STRUCTURED_SCHEMA as JSONSchema7 } : {};
  const tokens: (ModelTokens | null)[] = [];
  let answer: string | null = null;
  let summary: string | null = null;
  for (let turns = 1; ; turns += 1) {
    const result = await askModel({
      ...source,
      instructions,
      messages: marksCache && turns > 1 ? lastMarked(messages) : messages,
      ...structure,
    });
    tokens.push(result.tokens);
    const ended = (outcome: Conversation['outcome']): Conversation => ({
      outcome,
      turns,
      answer,
      summary,
      tokens,
    });
    if (result.kind === 'failed') {
      return ended({ kind: 'nothing', reason: result.reason, overBudget: result.overBudget });
    }
    answer = result.text;
    const read = result.cutOff ? cutOff() : readNovel(source, answer);
    summary = read.summary;
    if (read.kind === 'edits') return ended({ kind: 'edits', edits: read.edits });
    if (turns > options.repairs) {
      const reason = `${name}: after ${turns} turns the change does not apply: ${faultText(read.faults)}`;
      return ended({ kind: 'nothing', reason, overBudget: false });
    }
    messages.push({ role: 'assistant', content: answer });
    const repair = repairWords(read.faults, options.output, random);
    messages.push({ role: 'user', content: repair });
  }
}

function cutOff(): ReadAnswer {
  const what = 'the answer was cut off at the limit of its length';
  const hint = 'Make a smaller change, and search and replace rather than write whole files.';
  return { kind: 'refused', faults: [{ path: null, what, hint }], summary: null };
}

function readNovel({ parents, options }: ConversationSource, answer: string): ReadAnswer {
  const read = readAnswer(options.output, parents[0]!, answer);
  if (read.kind === 'refused') return read;
  const known = parents.findIndex((parent) => likenessToParent(read.edits, parent) >= options.similarity);
  if (known === -1) return read;
  const what = `the change makes nothing new: its tokens are too like those of parent ${known + 1}`;
  const faults = [{ path: null, what, hint: 'Change what the code does.' }];
  return { kind: 'refused', faults, summary: read.summary };
}
