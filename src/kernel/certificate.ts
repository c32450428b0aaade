import type { Hash } from './candidate.ts';
import type { Ablation, Reconfirmation } from './confirmation.ts';
import type { Decision, DecisionKind, PairedTest } from './decision.ts';
import type { StopReason } from './event.ts';
import type { AcceptanceRuleName } from './acceptance-source.ts';
import type { EvidenceGrade } from './verdict.ts';

/**
 * What a run's keeps are worth: what was claimed, on which evidence, under which conditions, and what fresh questions
 * made of it. Follows from the entries of the ledger up to `head` and from nothing else; of bounded size.
 */
export interface Certificate {
  readonly format: 1;
  /** The last entry it rests on. */
  readonly head: { readonly sequence: number; readonly hash: Hash };
  readonly task: string;
  readonly taskHash: Hash;
  readonly version: string;
  /** The first objective, by which everything is compared. */
  readonly objective: {
    readonly metric: string;
    readonly slice: string;
    readonly direction: 'minimize' | 'maximize';
    readonly unit: string;
  };
  readonly finished: { readonly reason: StopReason; readonly detail: string } | null;
  readonly guarantee: Guarantee;
  readonly counts: CertifiedCounts;
  readonly keeps: CertifiedKeeps;
  readonly conditions: readonly Condition[];
  readonly nullRecords: NullRecords;
  /** Null while the baseline stands. */
  readonly winner: CertifiedWinner | null;
  readonly plateau: Plateau;
  readonly stages: StageTable;
}

/** What the acceptance rule promises of the run, and whether what it rests on was given. */
export interface Guarantee {
  readonly rule: AcceptanceRuleName;
  /**
   * `whole-run`: the probability of one false keep or more. `false-share`: the expected share of false keeps among all.
   * `per-decision`: of each decision alone. `comparison`: figures are compared as they are, which no noise may touch.
   */
  readonly kind: 'whole-run' | 'false-share' | 'per-decision' | 'comparison' | 'none';
  readonly alpha: number | null;
  /** Of the confirmations made, together; null where the rule spends none. */
  readonly alphaSpent: number | null;
  /** One sentence for people. */
  readonly claim: string;
  /** `unknown` where the ledger cannot say whether a condition was met. */
  readonly holds: 'yes' | 'no' | 'unknown';
}

export interface CertifiedCounts {
  /** Candidates judged, those judged again counted once. */
  readonly candidates: number;
  readonly decisions: { readonly [kind in DecisionKind]: number };
  /** Proposals that became no candidate. */
  readonly refused: number;
  readonly measurements: number;
  readonly confirmations: { readonly made: number; readonly kept: number };
}

export interface CertifiedKeeps {
  readonly total: number;
  /** The latest, oldest first. */
  readonly latest: readonly CertifiedKeep[];
}

export interface CertifiedKeep {
  readonly number: number;
  readonly rule: Decision['rule'];
  /** Gain on the first objective over the incumbent before it, on the inputs the run selects by. */
  readonly selectedGain: number | null;
  /** The same on the inputs of its decision, where figures were compared as they are. */
  readonly decidedGain: number | null;
  /** What it rests on where pairs were tested. */
  readonly test: PairedTest | null;
  /** Weakest grade of what its keep rests on. */
  readonly grade: EvidenceGrade;
}

/** Something the guarantee rests on, or that a reader should know beside it. */
export interface Condition {
  readonly name: string;
  readonly state: 'met' | 'not-met' | 'unknown';
  /** Does the guarantee fall with it? */
  readonly needed: boolean;
  readonly detail: string;
}

/** What a loop that keeps whatever scored higher once would have kept had no candidate been better or worse. */
export interface NullRecords {
  /** Candidates with a figure. */
  readonly candidates: number;
  readonly expected: number;
  readonly deviation: number;
  /** Keeps of the run that scored higher than what stood before them. */
  readonly records: number;
  /** Probability that noise alone sets at least as many. */
  readonly probability: number;
}

export interface CertifiedWinner {
  readonly number: number;
  readonly grade: EvidenceGrade;
  /** Null where it was not put to the test again. */
  readonly reconfirmation: Reconfirmation | null;
  /** For the winner being better than the baseline on fresh inputs; null without a pair. */
  readonly eValue: number | null;
  /** Reported less confirmed gain: what selection added to the truth. */
  readonly selectionGap: number | null;
  readonly ablations: readonly { readonly step: number; readonly result: Ablation }[];
}

/** Whether going on was likely to bring anything. */
export interface Plateau {
  /** Decisions since the last keep, and the most that the chance of a keep can be, with 95 % confidence. */
  readonly sinceKeep: number;
  readonly keepChanceAtMost: number | null;
  /** Null where there were too few keeps with a gain. */
  readonly gainRatio: GainRatio | null;
}

/** Gains that shrink, or do not, from keep to keep: the k-th is fitted as g * ratio^k. */
export interface GainRatio {
  readonly gains: number;
  readonly ratio: number;
  /** 95 %, by bootstrap. */
  readonly interval: readonly [low: number, high: number];
  /** Where the figure goes if the ratio stays; null where it is not below 1. */
  readonly limit: number | null;
  /** False while a ratio of 1 or more cannot be ruled out: then no limit is known. */
  readonly bounded: boolean;
}

/** Where the time went, by what was observed beside the entries. */
export interface StageTable {
  /** At work, interruptions left out. */
  readonly elapsedMilliseconds: number;
  /** Of all stages together: more than has elapsed where they ran side by side. */
  readonly busyMilliseconds: number;
  /** Longest first. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
  /** Of all busy time; also the elasticity of the whole's speed to the stage's. */
  readonly share: number;
  /** How many times faster the whole becomes when the stage takes half the time, and none. */
  readonly whenHalved: number;
  readonly whenGone: number | null;
}
