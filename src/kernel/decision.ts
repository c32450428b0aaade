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
}
