/** What the acceptance rule makes of a candidate's verdicts. */
export type DecisionKind = 'keep' | 'discard' | 'inconclusive' | 'crash' | 'escalate';

/** One comparison the decision rests on. */
export interface Comparison {
  readonly slice: string;
  readonly metric: string;
  /** Whom the candidate is compared with. */
  readonly against: 'incumbent' | 'baseline';
  readonly candidate: number | null;
  /** The other one's figure on the same questions. */
  readonly reference: number | null;
  /** Positive is better, in the metric's unit. */
  readonly gain: number | null;
  /** Loss that is still accepted here; 0 where a gain is demanded, null where nothing is. */
  readonly tolerance: number | null;
  readonly holds: boolean;
}

export interface Decision {
  readonly kind: DecisionKind;
  /** The rule that decided, as `exact`. */
  readonly rule: string;
  /** One sentence for people. */
  readonly reason: string;
  readonly comparisons: readonly Comparison[];
  /** What it rests on where figures were measured repeatedly. */
  readonly test?: PairedTest;
}

/**
 * A test on pairs: candidate and incumbent on the same inputs, measured one after the other. Each pair is won, lost or
 * tied; nothing is assumed of how the figures are distributed.
 */
export interface PairedTest {
  /** Where it ended. */
  readonly stage: 'screen' | 'confirm';
  /** Of that stage. */
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Against the hypothesis that a pair is won at most as often as it is lost. */
  readonly eValue: number;
  /** What the e-value had to reach. */
  readonly threshold: number;
  /** Probability of keeping one no better that this confirmation was allowed; null where screening ended it. */
  readonly alpha: number | null;
  /** Which confirmation of the run it was, from 1; null where screening ended it. */
  readonly confirmation: number | null;
  /** Pairs that would be expected to decide at the rate of wins seen; null where none would. */
  readonly furtherPairs: number | null;
  /** What had to be shown beside it on the same pairs; left out where that was nothing. */
  readonly guards?: readonly GuardTest[];
}

/**
 * That a metric is no worse than a margin allows, tested on the same pairs: one is won where the loss is at most the
 * margin. What is shown is that more than half of all pairs are: the median loss is at most the margin.
 */
export interface GuardTest {
  readonly slice: string;
  readonly metric: string;
  readonly against: Comparison['against'];
  readonly margin: number;
  readonly wins: number;
  readonly losses: number;
  readonly eValue: number;
}
