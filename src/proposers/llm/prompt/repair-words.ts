import { dataBlock } from '../../../kernel/data-block.ts';
import type { Random } from '../../../kernel/random.ts';
import type { EditFault } from '../../../workspace/edit-fault.ts';
import type { AnswerForm } from '../answer/read-answer.ts';

const MOST_CHARACTERS = 4000;

/** Tells a model why its answer cannot be used. The hints quote the candidate, so they are data. */
export function repairWords(faults: readonly EditFault[], form: AnswerForm, random: Random): string {
  const text = faults
    .map(({ path, what, hint }) => `${path === null ? '' : `${path}: `}${what}. ${hint}`)
    .join('\n');
  const block = dataBlock({ label: 'what does not apply', text, maximumCharacters: MOST_CHARACTERS }, random);
  const again = form === 'blocks' ? 'in the form asked for' : 'as one JSON object of the form asked for';
  return `Your change was not made, none of it:\n\n${block.text}\n\nAnswer again, whole, ${again}.`;
}
