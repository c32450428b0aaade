import type { Evidence } from '../kernel/contracts/acceptance.ts';
import type { Comparison } from '../kernel/decision.ts';
import { gain } from '../kernel/objective.ts';
import type { HeldOutSlice, Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { metricOf } from '../kernel/verdict.ts';

export interface ObjectiveComparison {
  readonly better: boolean;
  readonly reason: string;
  readonly comparisons: readonly Comparison[];
}

/** Objectives in order, the first difference decides; among equals, fewer bytes of editable code. */
export function compareObjectives(
  task: Task,
  { candidate, incumbent }: Pick<Evidence, 'candidate' | 'incumbent'>,
  verdict: Verdict,
  reference: Verdict,
): ObjectiveComparison {
  const comparisons: Comparison[] = [];
  for (const [rank, objective] of task.objectives.entries()) {
    const own = metricOf(verdict, objective.slice, objective.metric);
    const other = metricOf(reference, objective.slice, objective.metric);
    const gained = own === null || other === null ? null : gain(objective, own, other);
    const demanded = rank === 0 ? task.acceptance.minimumGain : 0;
    const holds = gained !== null && gained > 0 && gained >= demanded;
    const { slice, metric } = objective;
    const figures = { candidate: own, reference: other, gain: gained };
    comparisons.push({ slice, metric, against: 'incumbent', ...figures, tolerance: 0, holds });
    const label = `${objective.metric} on ${objective.slice}`;
    const compared = `${label} ${format(own)} against ${format(other)}${objective.unit === '' ? '' : ` ${objective.unit}`}`;
    if (gained === null) return { better: false, reason: `${label} was not measured`, comparisons };
    if (holds) return { better: true, reason: `better: ${compared}`, comparisons };
    if (gained !== 0) {
      const reason = gained > 0 ? `gain below the minimum: ${compared}` : `worse: ${compared}`;
      return { better: false, reason, comparisons };
    }
  }
  const saved = incumbent.candidate.size - candidate.size;
  const better = task.acceptance.simplicity && saved > 0;
  return {
    better,
    reason: better ? `equal with ${saved} bytes less code` : 'no better on any objective',
    comparisons,
  };
}

/** A verdict on the same questions to compare with. */
export interface Reference {
  readonly against: Comparison['against'];
  readonly verdict: Verdict;
}

export interface HeldOutComparison {
  /** Why the candidate loses on a held-out slice, or null when it does not. */
  readonly loss: string | null;
  readonly comparisons: readonly Comparison[];
}

/** No held-out slice may be worse than any reference by more than its tolerance. */
export function compareHeldOut(
  task: Task,
  verdict: Verdict,
  references: readonly Reference[],
): HeldOutComparison {
  let loss: string | null = null;
  const comparisons: Comparison[] = [];
  for (const slice of task.slices.heldOut) {
    if (slice.metric === null) continue;
    for (const reference of references) {
      const comparison = compareSlice(slice, slice.metric, verdict, reference);
      comparisons.push(comparison);
      if (comparison.holds) continue;
      loss ??= lossReason(comparison);
    }
  }
  return { loss, comparisons };
}

function lossReason({ slice, metric, candidate, reference, against, tolerance }: Comparison): string {
  if (candidate === null || reference === null) return `held-out slice ${slice}: ${metric} was not measured`;
  return `held-out slice ${slice} loses more than ${tolerance}: ${format(candidate)} against the ${against}'s ${format(reference)}`;
}

function compareSlice(
  slice: HeldOutSlice,
  metric: string,
  verdict: Verdict,
  { against, verdict: other }: Reference,
): Comparison {
  const candidate = metricOf(verdict, slice.name, metric);
  const reference = metricOf(other, slice.name, metric);
  const gained = candidate === null || reference === null ? null : gain(slice, candidate, reference);
  return {
    slice: slice.name,
    metric,
    against,
    candidate,
    reference,
    gain: gained,
    tolerance: slice.tolerance,
    holds: slice.tolerance === null || (gained !== null && gained >= -slice.tolerance),
  };
}

function format(value: number | null): string {
  return value === null ? 'nothing' : String(Number(value.toPrecision(6)));
}
