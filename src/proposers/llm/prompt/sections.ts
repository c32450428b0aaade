import type { ParentView } from '../../../kernel/contracts/proposer.ts';
import type { VisibleFeedback } from '../../../kernel/feedback.ts';
import type { LessonOrigin, NamedMemory } from '../../../kernel/memory.ts';
import type { Lesson } from '../lessons.ts';

/** A part of a prompt: words of ours, and foreign text that goes into a data block. */
export interface Section {
  readonly words: string;
  readonly blocks: readonly ForeignText[];
  /** For one that is the same in other prompts: of the whole run, or of those with the same parent. */
  readonly recurs?: {
    readonly scope: 'run' | 'parent';
    /** Gives the delimiters of its blocks. */
    readonly seed: string;
  };
}

export interface ForeignText {
  readonly label: string;
  readonly text: string;
}

/** The files that may be changed, as they are in the parent. */
export function parentSection(parent: ParentView): Section {
  const { candidate, files } = parent;
  return {
    words: `Candidate ${candidate.number}, to be changed:`,
    blocks: editableFiles(files),
    ...ownRecurrence(parent),
  };
}

/** What is known of a parent is the same for all proposals that change it. */
export function ownRecurrence({ candidate }: ParentView): Required<Pick<Section, 'recurs'>> {
  return { recurs: { scope: 'parent', seed: candidate.tree } };
}

/** What is left of earlier runs, for all proposals of this one. */
export function memorySection(memory: readonly NamedMemory[]): readonly Section[] {
  if (memory.length === 0) return [];
  const files = memory.flatMap(({ entry: { origin, text } }) =>
    origin.kind === 'file' ? [{ label: origin.path, text }] : [],
  );
  const said = memory
    .filter(({ entry: { origin } }) => origin.kind === 'person')
    .map(({ entry }) => entry.text);
  const learned = memory.flatMap(({ entry: { origin, text } }) =>
    origin.kind === 'run' ? [`${fateOf(origin)}: ${text}`] : [],
  );
  return [
    {
      words:
        'Notes on this project and what came of changes in earlier runs. They may be out of date or wrong; weigh them as hints:',
      blocks: [
        ...files,
        ...(said.length === 0 ? [] : [{ label: 'notes', text: said.join('\n\n') }]),
        ...(learned.length === 0 ? [] : [{ label: 'earlier runs', text: learned.join('\n') }]),
      ],
      recurs: { scope: 'run', seed: memory.map(({ digest }) => digest).join(' ') },
    },
  ];
}

function fateOf({ decision, score }: LessonOrigin): string {
  return score === null ? decision : `${decision}, score ${score}`;
}

/** Other candidates to take ideas from. */
export function inspirationSection(mates: readonly ParentView[]): readonly Section[] {
  return mates.map(({ candidate, files }) => ({
    words: `Candidate ${candidate.number}, for ideas only; your change applies to the one above:`,
    blocks: editableFiles(files).map(({ label, text }) => ({
      label: `${label} of candidate ${candidate.number}`,
      text,
    })),
  }));
}

/** What the judge lets a proposer see of a candidate. */
export function feedbackSection({ candidate, feedback }: ParentView): Section {
  return {
    words: `What the judge says of candidate ${candidate.number}:`,
    blocks: [{ label: 'results', text: feedbackText(feedback) }],
  };
}

/** What was tried before, and what became of it. */
export function lessonSection(lessons: readonly Lesson[]): Section | null {
  if (lessons.length === 0) return null;
  const lines = lessons.map(({ number, summary, outcome, reason, score }) => {
    const fate = score === null ? outcome : `${outcome}, score ${score}`;
    return `${number}: ${fate}: ${summary}${reason === null ? '' : ` (${reason})`}`;
  });
  return {
    words:
      'Earlier attempts, as their authors described them, and what became of them; do not repeat what failed:',
    blocks: [{ label: 'earlier attempts', text: lines.join('\n') }],
  };
}

function editableFiles(files: ParentView['files']): readonly ForeignText[] {
  return files.editable().map((path) => ({ label: path, text: files.read(path) ?? '' }));
}

function feedbackText({ status, metrics, reason }: VisibleFeedback): string {
  const figures = Object.entries(metrics).flatMap(([slice, values]) =>
    Object.entries(values).map(([metric, value]) => `${slice}: ${metric} = ${value}`),
  );
  return [`status: ${status}`, ...(reason === null ? [] : [`reason: ${reason}`]), ...figures].join('\n');
}
