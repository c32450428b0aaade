import type { Objective } from '../kernel/objective.ts';
import type { Task } from '../kernel/task.ts';

/** A metric that is not to get worse, against the incumbent and against the baseline: many small losses add up. */
export interface GuardedMetric {
  readonly kind: 'held-out' | 'guard';
  readonly slice: string;
  readonly metric: string;
  readonly direction: Objective['direction'];
  /** Loss that is still accepted, in the metric's unit; null only reports. */
  readonly tolerance: number | null;
  /** A ladder answers every loss with the figure of the best: only what is better than that has not lost. */
  readonly mustGain?: boolean;
}

/** Those of a task, held-out slices first. Where nobody asked the held-out questions, only those of visible slices. */
export function guardedMetrics(
  { slices, acceptance }: Task,
  scope: 'visible' | 'all',
): readonly GuardedMetric[] {
  const guards = (acceptance.guards ?? []).map(({ margin, ...guard }): GuardedMetric => ({
    kind: 'guard',
    ...guard,
    tolerance: margin,
  }));
  if (scope === 'visible') return guards.filter(({ slice }) => slices.visible.includes(slice));
  // A slice that is read once, at the end, decides nothing before.
  const heldOut = slices.heldOut
    .filter((slice) => slice.final !== true)
    .flatMap(({ name, metric, direction, tolerance, answer }): readonly GuardedMetric[] => {
      if (metric === null) return [];
      const mustGain = answer?.kind === 'ladder' ? { mustGain: true } : {};
      return [{ kind: 'held-out', slice: name, metric, direction, tolerance, ...mustGain }];
    });
  return [...heldOut, ...guards];
}
