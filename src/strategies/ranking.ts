import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import type { Candidate } from '../kernel/candidate.ts';
import { gain, type Objective } from '../kernel/objective.ts';

/** A candidate that passed, with its visible score. */
export type Ranked = { readonly candidate: CandidateRecord; readonly score: number };

/** A candidate as plain data. */
export type CandidateRecord = {
  readonly number: number;
  readonly tree: string;
  readonly parents: readonly number[];
  readonly provenance: { readonly proposer: string; readonly operator: string; readonly summary: string };
  readonly size: number;
};

export type Direction = Objective['direction'];

/** Below zero when `left` is the better one: by score, then less code, then the older. */
export function compare(direction: Direction, left: Ranked, right: Ranked): number {
  const lead = gain({ direction }, left.score, right.score);
  if (lead !== 0) return lead > 0 ? -1 : 1;
  return left.candidate.size - right.candidate.size || left.candidate.number - right.candidate.number;
}

/** The candidate of a decided outcome, if it passed. */
export function passed(outcome: ProposalOutcome): Ranked | null {
  if (outcome.kind !== 'decided' || outcome.scored.score === null) return null;
  return { candidate: recordOf(outcome.scored.candidate), score: outcome.scored.score };
}

/**
 * True when a candidate was discarded though its visible score beat every kept one: what refused it is something no
 * proposer sees, such as a held-out slice.
 */
export function wasRefusedUnseen(
  direction: Direction,
  outcome: ProposalOutcome,
  bestKept: number | null,
): boolean {
  if (outcome.kind !== 'decided' || outcome.decision !== 'discard' || outcome.scored.score === null)
    return false;
  return bestKept === null || gain({ direction }, outcome.scored.score, bestKept) > 0;
}

/** The best score among kept candidates after one more outcome. */
export function foldBestKept(
  direction: Direction,
  bestKept: number | null,
  outcome: ProposalOutcome,
): number | null {
  if (outcome.kind !== 'decided' || outcome.decision !== 'keep' || outcome.scored.score === null)
    return bestKept;
  const isBetter = bestKept === null || gain({ direction }, outcome.scored.score, bestKept) > 0;
  return isBetter ? outcome.scored.score : bestKept;
}

/** The plain data of a candidate. */
export function recordOf(candidate: Candidate): CandidateRecord {
  const { number, tree, parents, provenance, size } = candidate;
  const { proposer, operator, summary } = provenance;
  return { number, tree, parents: [...parents], provenance: { proposer, operator, summary }, size };
}
