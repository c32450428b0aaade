import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { VisibleFeedback } from '../../kernel/feedback.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { feedbackOn } from '../../loop/feedback-on.ts';
import type { CandidateStory } from '../cli/candidate-story.ts';

/** What became of a proposal. Why it was decided so is not in it: reasons compare held-out figures. */
export function outcomeFacts({ number, refusal, measurement, decisions }: CandidateStory): JsonObject {
  if (number === 0) return { outcome: 'baseline' };
  if (measurement !== null) return { outcome: 'measured', measured: measurement.candidate.number };
  if (refusal !== null) return { outcome: 'refused', refusal: refusal.kind };
  const decision = decisions.at(-1);
  return decision === undefined ? { outcome: 'under-way' } : { outcome: 'decided', decision: decision.kind };
}

/** What the judge lets a proposer see of a candidate; null when nothing of it was judged. */
export function feedbackOf(ledger: Ledger, { number, judgements }: CandidateStory): VisibleFeedback | null {
  return judgements.some(({ judged }) => judged === number) ? feedbackOn(ledger, number) : null;
}

/** A candidate without any words of its author. */
export function candidateFacts(ledger: Ledger, story: CandidateStory): JsonObject {
  const { number, candidate, refusal } = story;
  const feedback = feedbackOf(ledger, story);
  return {
    candidate: number,
    ...outcomeFacts(story),
    parents: candidate?.parents ?? refusal?.parents ?? [],
    proposer: (candidate?.provenance ?? refusal?.provenance)?.proposer ?? null,
    editableBytes: candidate?.size ?? null,
    feedback: feedback && { status: feedback.status, metrics: feedback.metrics },
  };
}

/** How its author described it. */
export function summaryOf({ candidate, refusal }: CandidateStory): string | null {
  return (candidate?.provenance ?? refusal?.provenance)?.summary ?? null;
}
