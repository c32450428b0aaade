import type { Attestation } from '../kernel/attestation.ts';
import type { Hash, Provenance } from '../kernel/candidate.ts';
import type { Decision } from '../kernel/decision.ts';
import type { ProbeResult, RefusalKind } from '../kernel/event.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { EvidenceGrade, SandboxStamp, VerdictStatus, Visibility } from '../kernel/verdict.ts';
import type { Excerpt } from './excerpt.ts';
import type { Outcome, OutcomeCounts } from './outcome.ts';
import type { TimelineBucket } from './outcome-timeline.ts';
import type { StepCurve } from './step-curve.ts';
import type { Tally } from './tally.ts';

/** What one run's ledger says, in bounded size: all a report needs besides the files. */
export interface RunHistory {
  readonly version: string | null;
  /** The kernel's own fold: task, baseline, incumbent, spending, counts. */
  readonly state: RunState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Time the run was at work: interruptions before a resume are left out. */
  readonly seconds: number;
  readonly outcomes: OutcomeCounts;
  /** The incumbent's visible score by evaluation, from the baseline on. */
  readonly incumbents: StepCurve;
  /** The best visible score of any candidate that passed, kept or not. */
  readonly bestVisible: StepCurve;
  readonly timeline: readonly TimelineBucket[];
  readonly baseline: Milestone | null;
  readonly keeps: Excerpt<Milestone>;
  /** From the baseline's first child to the incumbent, by first parent; empty while the baseline stands. */
  readonly lineage: Excerpt<Ancestor>;
  readonly rejections: Tally<RejectionLabel, Rejection>;
  readonly refusals: Tally<RefusalKind, Refusal>;
  /** Candidates that scored better than the incumbent on what they could see, and were not kept. */
  readonly temptations: Tally<null, Rejection>;
  readonly operators: readonly OperatorTally[];
  readonly sandbox: SandboxStamp | null;
  readonly sandboxProbes: readonly ProbeResult[];
  readonly oracleProbes: readonly ProbeResult[];
  readonly oracleSeed: string | null;
  /** What verdicts are signed with and for; null when they are not signed. */
  readonly attestation: Attestation | null;
  readonly head: { readonly sequence: number; readonly hash: Hash; readonly replay: Hash } | null;
}

/** A candidate that became the incumbent; the baseline is the first. */
export interface Milestone {
  readonly number: number;
  readonly evaluation: number;
  readonly seconds: number;
  readonly tree: Hash;
  readonly size: number;
  readonly provenance: Provenance;
  /** The first objective on the screening inputs. */
  readonly visible: number | null;
  /** What stands behind the visible figure; null when no check of its slice was run. */
  readonly visibleGrade: EvidenceGrade | null;
  readonly heldOut: readonly HeldOutValue[];
  /** That of the whole verdict: its weakest check. */
  readonly grade: EvidenceGrade;
  /** Null for the baseline. */
  readonly decision: Decision | null;
}

export interface HeldOutValue {
  readonly slice: string;
  readonly metric: string | null;
  readonly value: number | null;
  /** The baseline's on the same questions; null when it was not asked them. */
  readonly baseline: number | null;
  /** Null when no check of the slice was run. */
  readonly status: VerdictStatus | null;
  readonly grade: EvidenceGrade | null;
}

export interface Ancestor {
  readonly number: number;
  readonly parents: readonly number[];
  readonly provenance: Provenance;
  readonly score: number | null;
  readonly scoreGrade: EvidenceGrade | null;
  readonly outcome: Outcome;
}

/** Which question a candidate failed, or in which comparison it fell short. */
export interface RejectionLabel {
  readonly outcome: Outcome;
  readonly status: VerdictStatus;
  readonly where: string;
  readonly visibility: Visibility | null;
}

export interface Rejection {
  readonly number: number;
  readonly evaluation: number;
  readonly provenance: Provenance;
  readonly score: number | null;
  readonly scoreGrade: EvidenceGrade | null;
  /** The incumbent's score when it was decided. */
  readonly incumbent: number | null;
  readonly reason: string;
  /** Canonical JSON, or null when the check showed nothing. */
  readonly evidence: string | null;
}

export interface Refusal {
  readonly number: number;
  readonly provenance: Provenance | null;
  readonly detail: string;
  readonly duplicateOf: number | null;
}

export interface OperatorTally {
  readonly proposer: string;
  readonly operator: string;
  readonly outcomes: OutcomeCounts;
}
