import type { Comparison } from '../kernel/decision.ts';
import { gain } from '../kernel/objective.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { metricOf } from '../kernel/verdict.ts';
import { formatFigure } from './format-figure.ts';
import type { GuardedMetric } from './guarded-metrics.ts';

/** A verdict on the same questions to compare with. */
export interface Reference {
  readonly against: Comparison['against'];
  readonly verdict: Verdict;
}

export interface GuardedComparison {
  /** Why the candidate loses on one of them, or null when it does not. */
  readonly loss: string | null;
  readonly comparisons: readonly Comparison[];
}

/** None of these metrics may be worse than any reference by more than its tolerance. */
export function compareGuarded(
  metrics: readonly GuardedMetric[],
  verdict: Verdict,
  references: readonly Reference[],
): GuardedComparison {
  let loss: string | null = null;
  const comparisons: Comparison[] = [];
  for (const metric of metrics) {
    for (const reference of references) {
      const comparison = compareMetric(metric, verdict, reference);
      comparisons.push(comparison);
      if (!comparison.holds) loss ??= lossReason(metric, comparison);
    }
  }
  return { loss, comparisons };
}

/** Names a guarded metric in a sentence. */
export function guardedLabel({ kind, slice, metric }: Omit<GuardedMetric, 'tolerance'>): string {
  return kind === 'held-out' ? `held-out slice ${slice}` : `guard ${metric} on ${slice}`;
}

function lossReason(guarded: GuardedMetric, comparison: Comparison): string {
  const { candidate, reference, against, tolerance } = comparison;
  const label = guardedLabel(guarded);
  if (candidate === null || reference === null) return `${label}: ${guarded.metric} was not measured`;
  if (guarded.mustGain === true) return `${label} shows no improvement beyond its noise`;
  return `${label} loses more than ${tolerance}: ${formatFigure(candidate)} against the ${against}'s ${formatFigure(reference)}`;
}

function compareMetric(
  { slice, metric, direction, tolerance, mustGain }: GuardedMetric,
  verdict: Verdict,
  { against, verdict: other }: Reference,
): Comparison {
  const candidate = metricOf(verdict, slice, metric);
  const reference = metricOf(other, slice, metric);
  const gained = candidate === null || reference === null ? null : gain({ direction }, candidate, reference);
  const isEnough = (value: number, loss: number): boolean => (mustGain === true ? value > 0 : value >= -loss);
  const holds = tolerance === null || (gained !== null && isEnough(gained, tolerance));
  return { slice, metric, against, candidate, reference, gain: gained, tolerance, holds };
}
