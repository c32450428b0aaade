import type { Verdict, VerdictStatus } from './verdict.ts';

/**
 * What a proposer may learn about a candidate. There is no field for held-out results, so passing them on is a type
 * error.
 */
export interface VisibleFeedback {
  readonly status: VerdictStatus;
  /** Metrics of visible checks, by slice. */
  readonly metrics: { readonly [slice: string]: { readonly [metric: string]: number } };
  /** Reason given by the first visible check that failed. */
  readonly reason: string | null;
}

/** Reduces a verdict to what may be shown: a failure on held-out questions reads as a bare `fail`. */
export function visibleFeedback(verdict: Verdict): VisibleFeedback {
  const visible = verdict.checks.filter((check) => check.visibility === 'visible');
  const bySlice = Map.groupBy(visible, (check) => check.slice);
  const metrics = [...bySlice].map(([slice, checks]) => [
    slice,
    Object.assign({}, ...checks.map((check) => check.metrics)),
  ]);
  const failed = visible.find((check) => check.status !== 'pass');
  const hidden = failed === undefined && verdict.checks.some((check) => check.status !== 'pass');
  return {
    status: hidden ? 'fail' : verdict.status,
    metrics: Object.fromEntries(metrics) as VisibleFeedback['metrics'],
    reason: failed?.reason ?? null,
  };
}
