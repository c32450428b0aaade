import type { ConfirmationSource } from './confirmation.ts';
import type { Objective } from './objective.ts';

export const ACCEPTANCE_RULES = [
  'exact',
  'two-stage',
  'alpha-spending',
  'uniform',
  'e-lond',
  'per-decision',
  'greedy',
] as const;

export type AcceptanceRuleName = (typeof ACCEPTANCE_RULES)[number];

export interface AcceptanceSource {
  readonly rule: AcceptanceRuleName;
  /** Of rules that test pairs; left out by `exact` and `greedy`. */
  readonly statistics?: StatisticsSource;
  /** Gain on the first objective below which a candidate is no improvement, in its unit. */
  readonly minimumGain: number;
  /** Among equals, the smaller editable code wins. */
  readonly simplicity: boolean;
  /** How the winner is put to the test again at the end; left out, a little that goes with the size of the run. */
  readonly confirmation?: ConfirmationSource;
  /** How several objectives are weighed: in order, unless a candidate must be no worse on any. */
  readonly objectives?: 'lexicographic' | 'pareto';
  /** Metrics that are not to get worse. */
  readonly guards?: readonly GuardMetric[];
  /** What a candidate's own figures must keep to. */
  readonly constraints?: readonly MetricConstraint[];
  /** A keep waits until a person agrees; left out, the rule alone decides. */
  readonly approval?: 'required';
}

/** A metric on which a candidate may lose no more than the margin, against the incumbent and against the baseline. */
export interface GuardMetric {
  readonly slice: string;
  readonly metric: string;
  readonly direction: Objective['direction'];
  /** In the metric's unit. */
  readonly margin: number;
}

/** Bounds of a metric, whoever the incumbent is; null for none on that side. */
export interface MetricConstraint {
  readonly slice: string;
  readonly metric: string;
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

/** How pairs of measurements are tested. */
export interface StatisticsSource {
  /** Most probability of keeping a candidate that is no better: in a whole run, or a decision where the rule says so. */
  readonly alpha: number;
  /** Tests that alpha is divided among by the rule `uniform`: the evaluations the task was given. */
  readonly plannedTests?: number;
  /** Pairs a candidate is screened with at most, and the e-value that lets it through; left out by rules of one stage. */
  readonly screenPairs?: number;
  readonly screenThreshold?: number;
  /** Fresh pairs of one confirmation at most; null lets the noise measured at the start say. */
  readonly maximumPairs: number | null;
  /** Decisions from one measurement of incumbent against baseline to the next; 0 for none. */
  readonly remeasureEvery: number;
}
