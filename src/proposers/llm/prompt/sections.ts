import type { ParentView } from '../../../kernel/contracts/proposer.ts';
import type { VisibleFeedback } from '../../../kernel/feedback.ts';
import type { Lesson } from '../lessons.ts';

/** A part of a prompt: words of ours, and foreign text that goes into a data block. */
export interface Section {
  readonly words: string;
  readonly blocks: readonly ForeignText[];
}

export interface ForeignText {
  readonly label: string;
  readonly text: string;
}

/** The files that may be changed, as they are in the parent. */
export function parentSection({ candidate, files }: ParentView): Section {
  return { words: `Candidate ${candidate.number}, to be changed:`, blocks: editableFiles(files) };
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
  const lines = lessons.map(({ number, summary, outcome, score }) => {
    return `${number}: ${outcome}${score === null ? '' : `, score ${score}`}: ${summary}`;
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
