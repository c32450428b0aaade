import type { Evidence } from '../kernel/contracts/acceptance.ts';
import type { Comparison } from '../kernel/decision.ts';
import type { Objective } from '../kernel/objective.ts';
import { gain } from '../kernel/objective.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { metricOf } from '../kernel/verdict.ts';
import { formatFigure } from './format-figure.ts';

export interface ObjectiveComparison {
  readonly better: boolean;
  readonly reason: string;
  readonly comparisons: readonly Comparison[];
}

/**
 * Is the candidate better than the incumbent on the same inputs? Objectives are weighed as the task says: in order, where
 * the first difference decides, or all together, where none may be worse. Among equals, fewer bytes of editable code.
 */
export function compareObjectives(
  task: Task,
  { candidate, incumbent }: Pick<Evidence, 'candidate' | 'incumbent'>,
  verdict: Verdict,
  reference: Verdict,
): ObjectiveComparison {
  const compared = task.objectives.map((objective, rank) =>
    compareObjective(objective, demandedGain(task, rank), verdict, reference),
  );
  const outcome = task.acceptance.objectives === 'pareto' ? weighTogether(compared) : weighInOrder(compared);
  if (outcome !== null) return outcome;
  const comparisons = compared.map(({ comparison }) => comparison);
  const saved = incumbent.candidate.size - candidate.size;
  const better = task.acceptance.simplicity && saved > 0;
  return {
    better,
    reason: better ? `equal with ${saved} bytes less code` : 'no better on any objective',
    comparisons,
  };
}

/** The least gain that counts on an objective, by its place. */
export function demandedGain(task: Task, rank: number): number {
  return rank === 0 ? task.acceptance.minimumGain : 0;
}

/** Is that much of a gain an improvement, a loss, or neither? Less than is demanded is a loss. */
export function weighGain(gained: number, demanded: number): 'better' | 'equal' | 'worse' {
  if (gained === 0) return 'equal';
  return gained > 0 && gained >= demanded ? 'better' : 'worse';
}

interface Compared {
  readonly comparison: Comparison;
  readonly label: string;
  /** The figures in words. */
  readonly text: string;
}

function compareObjective(
  objective: Objective,
  demanded: number,
  verdict: Verdict,
  reference: Verdict,
): Compared {
  const { slice, metric, unit } = objective;
  const own = metricOf(verdict, slice, metric);
  const other = metricOf(reference, slice, metric);
  const gained = own === null || other === null ? null : gain(objective, own, other);
  const holds = gained !== null && weighGain(gained, demanded) === 'better';
  const label = `${metric} on ${slice}`;
  const figures = { candidate: own, reference: other, gain: gained };
  return {
    comparison: { slice, metric, against: 'incumbent', ...figures, tolerance: 0, holds },
    label,
    text: `${label} ${formatFigure(own)} against ${formatFigure(other)}${unit === '' ? '' : ` ${unit}`}`,
  };
}

/** Null where no objective differs. */
function weighInOrder(compared: readonly Compared[]): ObjectiveComparison | null {
  const index = compared.findIndex(({ comparison }) => comparison.gain !== 0);
  if (index === -1) return null;
  const comparisons = compared.slice(0, index + 1).map(({ comparison }) => comparison);
  return { ...judged(compared[index]!), comparisons };
}

/** No objective may be worse and one must be better: the candidate dominates. Null where no objective differs. */
function weighTogether(compared: readonly Compared[]): ObjectiveComparison | null {
  const comparisons = compared.map(({ comparison }) => comparison);
  const missing = compared.find(({ comparison }) => comparison.gain === null);
  if (missing !== undefined) return { ...judged(missing), comparisons };
  const differing = compared.filter(({ comparison }) => comparison.gain !== 0);
  if (differing.length === 0) return null;
  const decisive =
    differing.find(({ comparison }) => comparison.gain! < 0) ??
    differing.find(({ comparison }) => comparison.holds) ??
    differing[0]!;
  return { ...judged(decisive), comparisons };
}

function judged({ comparison, label, text }: Compared): Pick<ObjectiveComparison, 'better' | 'reason'> {
  if (comparison.gain === null) return { better: false, reason: `${label} was not measured` };
  if (comparison.holds) return { better: true, reason: `better: ${text}` };
  return {
    better: false,
    reason: comparison.gain > 0 ? `gain below the minimum: ${text}` : `worse: ${text}`,
  };
}
