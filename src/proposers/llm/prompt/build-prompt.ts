import type { ProposalIntent, ProposalRequest } from '../../../kernel/contracts/proposer.ts';
import { dataBlock } from '../../../kernel/data-block.ts';
import type { NamedMemory } from '../../../kernel/memory.ts';
import type { Random } from '../../../kernel/random.ts';
import { createRandom, deriveSeed } from '../../../kernel/random.ts';
import type { Lesson } from '../lessons.ts';
import type { LlmOptions } from '../options.ts';
import type { ForeignText, Section } from './sections.ts';
import {
  feedbackSection,
  inspirationSection,
  lessonSection,
  memorySection,
  ownRecurrence,
  parentSection,
} from './sections.ts';

export interface Prompt {
  readonly text: string;
  /** What its data blocks were found to hold; sorted, each once. */
  readonly taint: readonly string[];
  /**
   * Where in the text a beginning ends that other prompts share: of the same run, then of the same parent. Ascending; for
   * providers that keep what they have read.
   */
  readonly recurring: readonly number[];
}

/**
 * What a model is asked. `free` shows the parent alone, `insight` what is known of it and of earlier attempts too, `full`
 * other candidates besides: the three amounts of information of EvoEngineer (2025). Costs in proportion to what is shown,
 * however many candidates there are.
 *
 * @param random gives the delimiters of the data blocks
 */
export function buildPrompt(
  request: Pick<ProposalRequest, 'parents' | 'intent' | 'focus'>,
  lessons: readonly Lesson[],
  { style, promptCharacters }: Pick<LlmOptions, 'style' | 'promptCharacters'>,
  random: Random,
  memory: readonly NamedMemory[] = [],
): Prompt {
  const sections = [...memorySection(memory), ...sectionsOf(request, lessons, style)];
  return composePrompt(sections, closingWords(request), promptCharacters, random);
}

/**
 * Puts sections one below the other, each text in a data block of its own. Those that recur read the same in every prompt
 * whose data fit; where they do not, they may be cut elsewhere.
 *
 * @param closing words of ours at the end
 * @param characters of all data together
 */
export function composePrompt(
  sections: readonly Section[],
  closing: string,
  characters: number,
  random: Random,
): Prompt {
  const shown = fairShare(
    sections.flatMap(({ blocks }) => blocks.map(({ text }) => text.length)),
    characters,
  );
  const taint = new Set<string>();
  const blockOf = ({ recurs }: Section, source: ForeignText): string => {
    // Whoever wrote the text may know these delimiters, but they do not occur in it.
    const own = recurs === undefined ? random : createRandom(deriveSeed(recurs.seed, source.label));
    const block = dataBlock({ ...source, maximumCharacters: shown }, own);
    for (const found of block.taint) taint.add(found);
    return block.text;
  };
  const parts = sections.map((section) =>
    [section.words, ...section.blocks.map((source) => blockOf(section, source))].join(GAP),
  );
  return {
    text: [...parts, closing].join(GAP),
    taint: [...taint].toSorted(),
    recurring: recurringEnds(sections, parts),
  };
}

const GAP = '\n\n';

/** The end of the last leading section of each scope, the gap behind it included. */
function recurringEnds(sections: readonly Section[], parts: readonly string[]): readonly number[] {
  const ends: number[] = [];
  let at = 0;
  for (const [index, { recurs }] of sections.entries()) {
    if (recurs === undefined) break;
    at += parts[index]!.length + GAP.length;
    if (sections[index + 1]?.recurs?.scope !== recurs.scope) ends.push(at);
  }
  return ends;
}

function sectionsOf(
  { parents: [parent, ...mates], intent }: Pick<ProposalRequest, 'parents' | 'intent'>,
  lessons: readonly Lesson[],
  style: LlmOptions['style'],
): readonly Section[] {
  const own = parentSection(parent!);
  const recurring = [own, { ...feedbackSection(parent!), ...ownRecurrence(parent!) }];
  const learned = [lessonSection(lessons)].filter((section) => section !== null);
  switch (style) {
    case 'free':
      // Nobody repairs what they are not told is broken.
      return intent === 'repair' ? recurring : [own];
    case 'insight':
      return [...recurring, ...learned];
    case 'full':
      return [...recurring, ...inspirationSection(mates), ...mates.map(feedbackSection), ...learned];
  }
}

/** What is asked for, in words of ours. */
export function closingWords({ intent, focus }: Pick<ProposalRequest, 'intent' | 'focus'>): string {
  const wish = INTENT_WORDS[intent];
  return focus === undefined
    ? wish
    : `${wish} Change only files that match one of these patterns: ${focus.join(', ')}`;
}

const INTENT_WORDS: { readonly [intent in ProposalIntent]: string } = {
  start: 'Propose a different approach rather than a variation of what is there.',
  vary: 'Propose one change that makes it better.',
  repair:
    'It does not pass. Find out why from what the judge says, and propose the one change that mends it.',
  ablate:
    'Propose to take one part of it out, or to replace it by the simplest thing that works, and change nothing else: the question is what that part contributes.',
};

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
