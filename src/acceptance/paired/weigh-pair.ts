import type { Comparison, GuardTest } from '../../kernel/decision.ts';
import type { Objective } from '../../kernel/objective.ts';
import { gain } from '../../kernel/objective.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { metricOf } from '../../kernel/verdict.ts';
import { demandedGain, weighGain } from '../compare-objectives.ts';
import { guardedMetrics } from '../guarded-metrics.ts';

/** All contenders on the same inputs. */
export interface Pair {
  readonly candidate: Verdict;
  readonly incumbent: Verdict;
  /** Only where it is compared with and is not the incumbent. */
  readonly baseline: Verdict | null;
}

export type PairOutcome = 'win' | 'loss' | 'tie';

/** A metric that must be shown to be no worse than its margin. */
export interface PairedGuard extends Pick<GuardTest, 'slice' | 'metric' | 'against' | 'margin'> {
  readonly direction: Objective['direction'];
  /** See `GuardedMetric`. */
  readonly mustGain?: boolean;
}

/**
 * What has to be shown beside the objectives: of guards and held-out slices, against incumbent and baseline; of each
 * objective, where a candidate may be worse on none, against the incumbent with the margin of its guard or none.
 */
export function pairedGuards(
  task: Task,
  scope: 'visible' | 'all',
  baselineIsIncumbent: boolean,
): readonly PairedGuard[] {
  const references = baselineIsIncumbent ? (['incumbent'] as const) : (['incumbent', 'baseline'] as const);
  const declared = guardedMetrics(task, scope).flatMap(
    ({ slice, metric, direction, tolerance, mustGain = false }) =>
      tolerance === null
        ? []
        : references.map((against): PairedGuard => {
            const guard = { slice, metric, direction, margin: tolerance, against };
            return mustGain ? { ...guard, mustGain } : guard;
          }),
  );
  if (task.acceptance.objectives !== 'pareto') return declared;
  const isGuarded = ({ slice, metric }: Objective): boolean =>
    declared.some((guard) => guard.slice === slice && guard.metric === metric);
  const front = task.objectives
    .filter((objective) => !isGuarded(objective))
    .map(({ slice, metric, direction }): PairedGuard => {
      return { slice, metric, direction, margin: 0, against: 'incumbent' };
    });
  return [...declared, ...front];
}

/**
 * Who won the pair: by the first objective that differs, or by each objective where they are weighed together. A gain
 * below the minimum is a loss. Null where an objective was not measured.
 */
export function weighObjectives(task: Task, { candidate, incumbent }: Pair): readonly PairOutcome[] | null {
  const gains = task.objectives.map((objective) => gainOn(objective, candidate, incumbent));
  if (task.acceptance.objectives === 'pareto') {
    const outcomes = gains.map((gained, rank) => (gained === null ? null : outcomeOf(task, gained, rank)));
    return outcomes.includes(null) ? null : (outcomes as readonly PairOutcome[]);
  }
  const decisive = gains.findIndex((gained) => gained !== 0);
  if (decisive === -1) return [outcomeOf(task, 0, 0)];
  const gained = gains[decisive]!;
  return gained === null ? null : [outcomeOf(task, gained, decisive)];
}

/** A pair without any difference is no evidence, unless a gain is demanded. */
function outcomeOf(task: Task, gained: number, rank: number): PairOutcome {
  const demanded = demandedGain(task, rank);
  switch (weighGain(gained, demanded)) {
    case 'better':
      return 'win';
    case 'worse':
      return 'loss';
    case 'equal':
      return demanded > 0 ? 'loss' : 'tie';
  }
}

/** Won where the loss is at most the margin; null where it was not measured. */
export function weighGuard(guard: PairedGuard, pair: Pair): PairOutcome | null {
  const gained = gainOn(guard, pair.candidate, referenceOf(pair, guard.against));
  if (gained === null) return null;
  const holds = guard.mustGain === true ? gained > 0 : gained >= -guard.margin;
  return holds ? 'win' : 'loss';
}

export function referenceOf(pair: Pair, against: Comparison['against']): Verdict {
  return against === 'baseline' ? (pair.baseline ?? pair.incumbent) : pair.incumbent;
}

function gainOn(
  { slice, metric, direction }: Pick<Objective, 'slice' | 'metric' | 'direction'>,
  candidate: Verdict,
  reference: Verdict,
): number | null {
  const own = metricOf(candidate, slice, metric);
  const other = metricOf(reference, slice, metric);
  return own === null || other === null ? null : gain({ direction }, own, other);
}
