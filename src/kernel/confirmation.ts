import type { Hash } from './candidate.ts';
import type { Visibility } from './verdict.ts';

/** The label of the i-th inputs that winner and baseline are asked at the end, counted from 1. */
export function confirmationInputs(index: number): string {
  return `reconfirm-${index}`;
}

/** The label of the one reading of the final slices. */
export const FINAL_INPUTS = 'reconfirm-final';

/** Who is judged when a run's winner is put to the test again. */
export type ConfirmationRole = 'winner' | 'baseline' | 'ablated';

/** Gains of one over another on the same questions, label by label; positive is better. */
export interface PairedFigures {
  /** Labels on which at least one of the two was measured. One that did not pass loses to one that did. */
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Of them, those that the first did not pass, and those that the other did not. */
  readonly failed: number;
  readonly otherFailed: number;
  /** Over the pairs in which both were measured, in the metric's unit; null without one. */
  readonly mean: number | null;
  /** Standard deviation there, with n - 1; null below two. */
  readonly deviation: number | null;
}

/** A metric of one slice when winner and baseline were asked the same fresh questions. */
export interface ConfirmedMetric {
  readonly slice: string;
  readonly metric: string;
  readonly visibility: Visibility;
  /** A slice that nobody was asked about before, read this once. */
  readonly final: boolean;
  readonly gains: PairedFigures;
}

/** What became of a run's gain on questions that had no part in finding it. */
export interface Reconfirmation {
  /** Gain on the first objective over the baseline, as the run reported it: on the inputs it selected by. */
  readonly reportedGain: number | null;
  /** The mean on the fresh ones. */
  readonly confirmedGain: number | null;
  /** The first objective first. */
  readonly metrics: readonly ConfirmedMetric[];
}

/** What the winner is worth without one of the steps that led to it. */
export type Ablation =
  | {
      readonly kind: 'judged';
      /** The winner's tree with the step's change taken back. */
      readonly tree: Hash;
      /** Gain of the winner over that tree on the first objective: what the step is worth, given all others. */
      readonly gains: PairedFigures;
    }
  /** Later steps rest on the same lines. */
  | { readonly kind: 'not-separable'; readonly path: string }
  /** Nothing of it is left in the winner. */
  | { readonly kind: 'undone' };

/** How much of a run is put to the test again when it ends. */
export interface ConfirmationSource {
  /** Labels that winner and baseline are both judged on; 0 for no confirmation. */
  readonly pairs: number;
  /** Most steps that are left out in turn. */
  readonly ablate: number;
}

/** What is known of the present incumbent beyond its keep. */
export interface ConfirmationState {
  readonly number: number;
  readonly reconfirmation: Reconfirmation | null;
  /** Steps of its path that were left out, or found not to be separable. */
  readonly ablated: number;
}
