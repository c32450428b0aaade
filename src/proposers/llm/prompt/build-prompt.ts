import type { ProposalRequest } from '../../../kernel/contracts/proposer.ts';
import { dataBlock } from '../../../kernel/data-block.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Lesson } from '../lessons.ts';
import type { LlmOptions } from '../options.ts';
import type { Section } from './sections.ts';
import { feedbackSection, inspirationSection, lessonSection, parentSection } from './sections.ts';

export interface Prompt {
  readonly text: string;
  /** What its data blocks were found to hold; sorted, each once. */
  readonly taint: readonly string[];
}

/**
 * What a model is asked. `free` shows the parent alone, `insight` what is known of it and of earlier attempts too, `full`
 * other candidates besides: the three amounts of information of EvoEngineer (2025). Costs in proportion to what is shown,
 * however many candidates there are.
 *
 * @param random gives the delimiters of the data blocks
 */
export function buildPrompt(
  request: Pick<ProposalRequest, 'parents' | 'intent'>,
  lessons: readonly Lesson[],
  { style, promptCharacters }: Pick<LlmOptions, 'style' | 'promptCharacters'>,
  random: Random,
): Prompt {
  const sections = sectionsOf(request, lessons, style);
  const shown = fairShare(
    sections.flatMap(({ blocks }) => blocks.map(({ text }) => text.length)),
    promptCharacters,
  );
  const taint = new Set<string>();
  const parts = sections.flatMap(({ words, blocks }) => [
    words,
    ...blocks.map((source) => {
      const block = dataBlock({ ...source, maximumCharacters: shown }, random);
      for (const found of block.taint) taint.add(found);
      return block.text;
    }),
  ]);
  return { text: [...parts, closingWords(request)].join('\n\n'), taint: [...taint].toSorted() };
}

function sectionsOf(
  { parents: [parent, ...mates] }: Pick<ProposalRequest, 'parents'>,
  lessons: readonly Lesson[],
  style: LlmOptions['style'],
): readonly Section[] {
  const own = parentSection(parent!);
  const known = [feedbackSection(parent!), lessonSection(lessons)].filter((section) => section !== null);
  switch (style) {
    case 'free':
      return [own];
    case 'insight':
      return [own, ...known];
    case 'full':
      return [own, ...known, ...inspirationSection(mates), ...mates.map(feedbackSection)];
  }
}

function closingWords({ intent }: Pick<ProposalRequest, 'intent'>): string {
  return intent === 'start'
    ? 'Propose a different approach rather than a variation of what is there.'
    : 'Propose one change that makes it better.';
}

/** The most characters that each text may show so that all together keep to the limit: short ones leave room to long ones. */
export function fairShare(lengths: readonly number[], limit: number): number {
  let left = limit;
  const ascending = lengths.toSorted((one, other) => one - other);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return share;
    left -= length;
  }
  return limit;
}
