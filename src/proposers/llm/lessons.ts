import type { ProposalOutcome } from '../../kernel/contracts/strategy.ts';
import type { RefusalKind } from '../../kernel/event.ts';
import { provenanceOf } from '../outcome-provenance.ts';

/** What became of an earlier proposal of this proposer. */
export type Lesson = {
  readonly number: number;
  /** What the model said it changed. */
  readonly summary: string;
  readonly outcome: string;
  /** Why, as far as a proposer may know; may quote a candidate or an answer. Null where nothing is said. */
  readonly reason: string | null;
  /** Visible score; null when there is none. */
  readonly score: number | null;
};

const REMEMBERED = 12;

/** The last few lessons, this outcome included. */
export function learn(
  lessons: readonly Lesson[],
  outcome: ProposalOutcome,
  proposer = 'llm',
): readonly Lesson[] {
  const provenance = provenanceOf(outcome);
  if (outcome.kind === 'measured' || provenance?.proposer !== proposer) return lessons;
  const { number } = outcome;
  const lesson: Lesson = { number, summary: provenance.summary, ...fateOf(outcome) };
  return [...lessons.filter((known) => known.number !== number), lesson].slice(-REMEMBERED);
}

function fateOf(
  outcome: Exclude<ProposalOutcome, { kind: 'measured' }>,
): Pick<Lesson, 'outcome' | 'reason' | 'score'> {
  if (outcome.kind === 'refused') {
    return { outcome: `not judged, ${REFUSALS[outcome.refusal]}`, reason: outcome.detail, score: null };
  }
  return { outcome: outcome.decision, reason: outcome.reason, score: outcome.scored.score };
}

const REFUSALS: { readonly [kind in RefusalKind]: string } = {
  'nothing-proposed': 'no change that could be used',
  'over-budget': 'the budget did not allow it',
  'no-change': 'it changed nothing',
  'protected-path': 'it touched what may not be changed',
  'invalid-edit': 'it did not apply',
  'too-large': 'it was too large',
  duplicate: 'it was there already',
};
