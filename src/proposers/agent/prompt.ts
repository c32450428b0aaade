import type { Hash } from '../../kernel/candidate.ts';
import type { ProposalRequest } from '../../kernel/contracts/proposer.ts';
import { DATA_BLOCK_RULE } from '../../kernel/data-block.ts';
import type { NamedMemory } from '../../kernel/memory.ts';
import type { Lesson } from '../llm/lessons.ts';
import type { Prompt } from '../llm/prompt/build-prompt.ts';
import { closingWords, composePrompt } from '../llm/prompt/build-prompt.ts';
import type { Section } from '../llm/prompt/sections.ts';
import { feedbackSection, inspirationSection, lessonSection, memorySection } from '../llm/prompt/sections.ts';
import type { AgentOptions } from './options.ts';

export interface AgentPrompt extends Pick<Prompt, 'text' | 'taint'> {
  /** Names of the memory entries in it, in their order. */
  readonly memory: readonly Hash[];
}

const NAMED_GLOBS = 50;

/** What an agent is told: the task in words of ours, then what is known of its parent as data. */
export function agentPrompt(
  request: Pick<ProposalRequest, 'parents' | 'intent' | 'focus' | 'random'>,
  lessons: readonly Lesson[],
  memory: readonly NamedMemory[],
  {
    style,
    instructions,
    promptCharacters,
  }: Pick<AgentOptions, 'style' | 'instructions' | 'promptCharacters'>,
  task: { readonly goal: string | null; readonly editableGlobs: readonly string[] },
): AgentPrompt {
  const { parents, random } = request;
  const words = [
    'You improve code. A separate judge, which you cannot see or reach, measures what you leave behind; what is not better is thrown away.',
    ...(task.goal === null ? [] : [`The task:\n${task.goal}`]),
    ...(instructions === null ? [] : [instructions]),
    `The folder you start in is a copy of candidate ${parents[0]!.candidate.number}. Edit its files in place: what they hold when you end is your proposal. Only files that match one of these patterns may differ; where any other file of the copy is changed or removed, the whole proposal is thrown away, and other new files are left out:\n${patterns(task.editableGlobs)}`,
    'There is no network but what your environment names. End when you are done; nobody answers questions. Begin the last thing you say with a line that says what you changed and why it should help:\nSUMMARY: <at most 150 characters>',
    DATA_BLOCK_RULE,
  ];
  const sections = [...memorySection(memory), ...sectionsOf(request, lessons, style)];
  const { text, taint } = composePrompt(sections, closingWords(request), promptCharacters, random);
  return { text: `${words.join('\n\n')}\n\n${text}`, taint, memory: memory.map(({ digest }) => digest) };
}

function patterns(globs: readonly string[]): string {
  const more = globs.length - NAMED_GLOBS;
  return [...globs.slice(0, NAMED_GLOBS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** The parent's files are in the agent's folder; what it cannot find there is told. */
function sectionsOf(
  { parents: [parent, ...mates], intent }: Pick<ProposalRequest, 'parents' | 'intent'>,
  lessons: readonly Lesson[],
  style: AgentOptions['style'],
): readonly Section[] {
  const known = [feedbackSection(parent!), lessonSection(lessons)].filter((section) => section !== null);
  switch (style) {
    case 'free':
      return intent === 'repair' ? [feedbackSection(parent!)] : [];
    case 'insight':
      return known;
    case 'full':
      return [...known, ...inspirationSection(mates), ...mates.map(feedbackSection)];
  }
}
