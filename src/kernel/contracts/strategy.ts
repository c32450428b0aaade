import type { Candidate, Provenance } from '../candidate.ts';
import type { DecisionKind } from '../decision.ts';
import type { RefusalKind } from '../event.ts';
import type { VisibleFeedback } from '../feedback.ts';
import type { Json } from '../json.ts';
import type { Objective } from '../objective.ts';
import type { Random } from '../random.ts';
import type { ProposalIntent } from './proposer.ts';

/** A candidate with its visible score. */
export interface Scored {
  readonly candidate: Candidate;
  /** The first objective on the screening inputs; null when it did not pass. */
  readonly score: number | null;
  /** What its visible checks measured there, by slice. */
  readonly metrics: VisibleFeedback['metrics'];
}

/**
 * What became of one proposal, as strategies and proposers learn it: no held-out figure, only the decision. A candidate
 * that was judged again comes a second time: what its screening said before is then no longer to be believed.
 */
export type ProposalOutcome =
  | {
      readonly kind: 'refused';
      readonly number: number;
      readonly provenance: Provenance | null;
      readonly refusal: RefusalKind;
      /** Why, in at most `LONGEST_OUTCOME_REASON` characters. May quote the proposal. */
      readonly detail: string;
      /** Numbers of what it was made from. */
      readonly parents?: readonly number[];
      /** The earlier candidate it equals; left out where it is no duplicate. */
      readonly duplicateOf?: number;
    }
  | {
      readonly kind: 'decided';
      readonly number: number;
      readonly scored: Scored;
      readonly decision: DecisionKind;
      /** What the first visible check that failed says, as short; null when none did. May quote the candidate. */
      readonly reason: string | null;
    }
  | {
      /** No proposal: an earlier candidate was judged once more, because the strategy asked for it. */
      readonly kind: 'measured';
      /** Of the turn that was spent on it. */
      readonly number: number;
      /** The earlier candidate with its score on inputs drawn for this measurement alone. */
      readonly scored: Scored;
    };

/** A proposal that was judged and decided. */
export type DecidedOutcome = Extract<ProposalOutcome, { kind: 'decided' }>;

/** In characters: what is learned of many proposals stays small. */
export const LONGEST_OUTCOME_REASON = 300;

/** What a strategy spends a turn on: a new proposal, or one more look at a candidate it has seen the outcome of. */
export type Selection = ProposalSelection | MeasurementSelection;

export interface ProposalSelection {
  readonly kind: 'propose';
  /** The one to change first; further ones are mates. Never empty. */
  readonly parents: readonly Candidate[];
  readonly intent: ProposalIntent;
  /** Globs of the paths this proposal should change; left out, any editable one. A wish: the candidate is judged as it is. */
  readonly focus?: readonly string[];
}

/** Judges a candidate, or the baseline, again on fresh visible inputs. Costs an evaluation and decides nothing. */
export interface MeasurementSelection {
  readonly kind: 'measure';
  readonly candidate: Candidate;
}

/** Which parents, and what is remembered. Pure: the same state and random stream give the same answer. */
export interface Strategy<State extends Json = Json> {
  readonly id: string;
  /** The state before the first proposal. */
  readonly start: (baseline: Scored, objective: Objective) => State;
  readonly select: (state: State, number: number, random: Random) => Selection;
  readonly observe: (state: State, outcome: ProposalOutcome) => State;
}
