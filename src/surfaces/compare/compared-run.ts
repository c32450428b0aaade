import type { Candidate } from '../../kernel/candidate.ts';
import type { StopReason } from '../../kernel/event.ts';

/** The incumbent's score on the questions every candidate of its run is asked first. */
export interface Progress {
  /** Candidates judged until then. */
  readonly evaluations: number;
  /** Null where it did not pass there. */
  readonly score: number | null;
}

/** What one run of a comparison came to. */
export interface ComparedRun {
  readonly strategy: string;
  readonly seed: string;
  readonly directory: string;
  readonly reason: StopReason;
  readonly evaluations: number;
  /** Every incumbent, the baseline first. */
  readonly progress: readonly Progress[];
  readonly baseline: Candidate;
  readonly winner: Candidate;
}
