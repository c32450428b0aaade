import type { CandidateRow } from './candidate.ts';
import type { Overview, RunCard } from './run.ts';

/** A server-sent event: what changed since the last one; the page asks again for what it shows. */
export interface LiveNews {
  readonly sequence: number;
  readonly evaluations: number;
  readonly incumbent: number | null;
  readonly decisions: Overview['decisions'];
  readonly phase: RunCard['phase'];
  /**
   * Of the candidates decided since the last news, in the shape of `CandidateColumns`' rows; null where there were too
   * many: ask for all columns again.
   */
  readonly rows: readonly CandidateRow[] | null;
}
