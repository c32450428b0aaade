import type { ProposalOutcome } from '../../kernel/contracts/strategy.ts';

/** What became of an earlier proposal of this proposer. */
export type Lesson = {
  readonly number: number;
  /** What the model said it changed. */
  readonly summary: string;
  readonly outcome: string;
  /** Visible score; null when there is none. */
  readonly score: number | null;
};

const REMEMBERED = 12;

/** The last few lessons, this outcome included. */
export function learn(lessons: readonly Lesson[], outcome: ProposalOutcome): readonly Lesson[] {
  const { number } = outcome;
  const provenance = outcome.kind === 'decided' ? outcome.scored.candidate.provenance : outcome.provenance;
  if (provenance?.proposer !== 'llm') return lessons;
  const lesson: Lesson = {
    number,
    summary: provenance.summary,
    outcome: outcome.kind === 'decided' ? outcome.decision : 'refused before it was judged',
    score: outcome.kind === 'decided' ? outcome.scored.score : null,
  };
  return [...lessons.filter((known) => known.number !== number), lesson].slice(-REMEMBERED);
}
