import type { LanguageModel, ModelMessage } from 'ai';
import type { FileEdit, WorkspaceView } from '../../kernel/contracts/proposer.ts';
import type { Random } from '../../kernel/random.ts';
import { editsFromBlocks } from '../../workspace/edit-blocks.ts';
import type { EditFault } from '../../workspace/edit-fault.ts';
import { faultText } from '../../workspace/edit-fault.ts';
import type { ModelTokens } from '../services.ts';
import { askModel } from './ask-model.ts';
import { likenessToParent } from './novelty.ts';
import type { LlmOptions } from './options.ts';
import { repairWords } from './prompt/repair-words.ts';

export interface ConversationSource {
  readonly model: LanguageModel;
  readonly name: string;
  /** The one to change first. */
  readonly parents: readonly WorkspaceView[];
  readonly instructions: string;
  readonly prompt: string;
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
  /** Of each turn; null where the provider did not say. */
  readonly tokens: readonly (ModelTokens | null)[];
}

/** Asks until an answer can be used, a call fails or the repairs are spent. */
export async function converse(source: ConversationSource): Promise<Conversation> {
  const { options, prompt, random, name } = source;
  const messages: ModelMessage[] = [{ role: 'user', content: prompt }];
  const tokens: (ModelTokens | null)[] = [];
  let answer: string | null = null;
  for (let turns = 1; ; turns += 1) {
    const result = await askModel({ ...source, messages });
    tokens.push(result.tokens);
    const ended = (outcome: Conversation['outcome']): Conversation => ({ outcome, turns, answer, tokens });
    if (result.kind === 'failed') {
      return ended({ kind: 'nothing', reason: result.reason, overBudget: result.overBudget });
    }
    answer = result.text;
    const read = result.cutOff ? { kind: 'refused' as const, faults: [CUT_OFF] } : readAnswer(source, answer);
    if (read.kind === 'edits') return ended(read);
    if (turns > options.repairs) {
      const reason = `${name}: after ${turns} turns the change does not apply: ${faultText(read.faults)}`;
      return ended({ kind: 'nothing', reason, overBudget: false });
    }
    messages.push({ role: 'assistant', content: answer });
    messages.push({ role: 'user', content: repairWords(read.faults, random) });
  }
}

type ReadAnswer =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdit[] }
  | { readonly kind: 'refused'; readonly faults: readonly EditFault[] };

const CUT_OFF: EditFault = {
  path: null,
  what: 'the answer was cut off at the limit of its length',
  hint: 'Make a smaller change, with search/replace blocks.',
};

function readAnswer({ parents, options }: ConversationSource, answer: string): ReadAnswer {
  const read = editsFromBlocks(parents[0]!, answer);
  if (read.kind === 'refused') return read;
  const known = parents.findIndex((parent) => likenessToParent(read.edits, parent) >= options.similarity);
  if (known === -1) return read;
  const what = `the change makes nothing new: its tokens are too like those of parent ${known + 1}`;
  return { kind: 'refused', faults: [{ path: null, what, hint: 'Change what the code does.' }] };
}
