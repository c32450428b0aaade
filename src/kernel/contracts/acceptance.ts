import type { Candidate } from '../candidate.ts';
import type { Decision } from '../decision.ts';
import type { Judged } from '../run-state.ts';
import type { Verdict } from '../verdict.ts';
import type { JudgementOrder } from './judge.ts';

/** All the rule may look at when it decides about one candidate. */
export interface Evidence {
  readonly candidate: Candidate;
  /** True when every proposer is trusted, so that a shared process may answer the first questions. */
  readonly screenable: boolean;
  readonly baseline: Judged;
  readonly incumbent: Judged;
  /** What was judged so far for this decision, in order. */
  readonly judgements: readonly Judgement[];
  /** What rules that answer for a whole run must know of the decisions before this one. */
  readonly history: DecisionHistory;
  /** Pairs of one confirmation that the noise measured at the start asks for; null where none was measured. */
  readonly repeats: number | null;
}

/** Tests before this one. A decision taken again counts every time: what was tested stays tested. */
export interface DecisionHistory {
  /** Those that could have kept a candidate. */
  readonly confirmations: number;
  /** Confirmations that kept one. */
  readonly confirmed: number;
}

export interface Judgement {
  /** The candidate's number, or the incumbent's where it was measured on the same inputs. */
  readonly judged: number;
  readonly verdict: Verdict;
}

/** Who is judged: the newcomer, or one it is compared with on the same inputs. */
export type Contender = 'candidate' | 'incumbent' | 'baseline';

/** Either the decision, or what has to be judged before there can be one. */
export type AcceptanceStep =
  | { readonly kind: 'decide'; readonly decision: Decision }
  | {
      readonly kind: 'judge';
      /** Judged side by side; the rule is asked again when all are in. */
      readonly orders: readonly (JudgementOrder & { readonly whom: Contender })[];
      /** One after the other in this order instead, so that what one does to the machine is not in the other's figures. */
      readonly inTurn?: boolean;
    };

/** The rule that turns verdicts into a decision. Pure: asked again with the same evidence, it answers the same. */
export interface AcceptanceRule {
  readonly id: string;
  readonly next: (evidence: Evidence) => AcceptanceStep;
  /**
   * Why it can keep nothing any more, whatever is proposed, and what to do; null while it can. Left out by rules that
   * always can. Once it has an answer, it keeps that answer for the rest of the run.
   */
  readonly exhausted?: (spent: Pick<Evidence, 'history' | 'repeats'>) => string | null;
}
