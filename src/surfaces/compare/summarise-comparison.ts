import { isCounted } from '../../kernel/held-out.ts';
import type { Objective } from '../../kernel/objective.ts';
import { gain } from '../../kernel/objective.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { metricOf } from '../../kernel/verdict.ts';
import type { ComparedRun } from './compared-run.ts';
import { meanRanks, winProbability } from './contest.ts';
import { holm } from './holm.ts';
import type { FinalVerdicts } from './judge-winners.ts';
import type { MedianInterval } from './order-interval.ts';
import { medianInterval } from './order-interval.ts';
import type { NotApplicable } from './plan-comparison.ts';
import { rankSumProbability, smallestProbability } from './rank-sum.ts';

/** The control that a strategy has to beat. */
export const CONTROL = 'random';
/** How often intervals should hold their median. */
const CONFIDENCE = 0.95;

/** Something measured on the questions that were asked when all runs had ended. */
export interface MeasuredColumn {
  readonly slice: string;
  readonly metric: string;
  readonly direction: Objective['direction'];
  readonly unit: string;
  readonly heldOut: boolean;
}

/** A held-out slice that runs keep account of, and that was read once more when they had ended. */
export interface ReadBeside {
  readonly slice: string;
  /** Its items are the ones the runs were answered on. */
  readonly fixed: boolean;
}

/** The value runs are timed to, on the questions of their own search. */
export interface Goal {
  readonly value: number;
  readonly from: 'given' | 'target' | 'control';
}

export interface StrategySummary {
  readonly strategy: string;
  /** Per column, over the seeds; infinite where a run's winner failed. */
  readonly figures: readonly MedianInterval[];
  /** Per column, then per seed; null where the winner failed. */
  readonly values: readonly (readonly (number | null)[])[];
  /** On the first column; 1 is best. */
  readonly meanRank: number;
  /** Probability that a run of it beats one of another strategy, by the order of the strategies. */
  readonly wins: readonly number[];
  /** Against the control, one-sided; null for the control itself. */
  readonly test: { readonly probability: number; readonly adjusted: number; readonly beats: boolean } | null;
  readonly reached: {
    /** Seeds that came to the goal. */
    readonly runs: number;
    /** Median over all seeds; null where most did not come to it. */
    readonly evaluations: number | null;
  };
}

export interface ComparisonSummary {
  readonly objective: Objective;
  readonly seeds: readonly string[];
  readonly evaluations: number;
  readonly columns: readonly MeasuredColumn[];
  /** What the columns read outside the accounts of any run. */
  readonly readBeside: readonly ReadBeside[];
  readonly baseline: readonly (number | null)[];
  /** Best median first. */
  readonly strategies: readonly StrategySummary[];
  readonly notApplicable: readonly NotApplicable[];
  readonly goal: Goal | null;
  readonly level: number;
  /** What the test can give at best with so many seeds and strategies, adjusted. */
  readonly smallestAdjusted: number;
}

export interface SummaryOrder {
  readonly task: Task;
  readonly evaluations: number;
  readonly seeds: readonly string[];
  readonly notApplicable: readonly NotApplicable[];
  /** Value that is timed; null takes the objective's target, or what the control comes to. */
  readonly reach: number | null;
  readonly level: number;
}

/** What a comparison shows. Pure: `verdicts.winners` are in the order of the runs. */
export function summariseComparison(
  { task, evaluations, seeds, notApplicable, reach, level }: SummaryOrder,
  runs: readonly ComparedRun[],
  verdicts: FinalVerdicts,
): ComparisonSummary {
  const objective = task.objectives[0]!;
  const columns = columnsOf(task);
  const kinds = [...new Set(runs.map(({ strategy }) => strategy))];
  const valuesOf = (kind: string): readonly (readonly (number | null)[])[] =>
    columns.map((column) =>
      runs.flatMap((run, index) =>
        run.strategy === kind ? [valueIn(verdicts.winners[index]!, column)] : [],
      ),
    );
  const values = kinds.map(valuesOf);
  const merits = values.map(([first]) => first!.map((value) => merit(objective, value)));
  const control = merits[kinds.indexOf(CONTROL)]!;
  const rivals = merits.filter((own) => own !== control);
  const probabilities = rivals.map((own) => rankSumProbability(own, control));
  const adjusted = holm(probabilities);
  const ranks = meanRanks(merits);
  const goal = goalOf(objective, runs, reach);
  const order = kinds
    .map((_, index) => index)
    .toSorted(
      (left, right) => medianOf(merits[right]!) - medianOf(merits[left]!) || ranks[left]! - ranks[right]!,
    );
  const strategies = order.map((index): StrategySummary => {
    const rival = rivals.indexOf(merits[index]!);
    const own = runs.filter(({ strategy }) => strategy === kinds[index]);
    return {
      strategy: kinds[index]!,
      figures: values[index]!.map((each, at) => figureOf(each, columns[at]!)),
      values: values[index]!,
      meanRank: ranks[index]!,
      wins: order.map((other) => winProbability(merits[index]!, merits[other]!)),
      test:
        rival < 0
          ? null
          : {
              probability: probabilities[rival]!,
              adjusted: adjusted[rival]!,
              beats: adjusted[rival]! <= level,
            },
      reached: reachedBy(objective, goal, own),
    };
  });
  return {
    objective,
    seeds,
    evaluations,
    columns,
    readBeside: task.slices.heldOut
      .filter((slice) => isCounted(slice) && slice.final !== true)
      .map(({ name, items }) => ({ slice: name, fixed: items === 'fixed' })),
    baseline: columns.map((column) => valueIn(verdicts.baseline, column)),
    strategies,
    notApplicable,
    goal,
    level,
    smallestAdjusted: Math.min(1, rivals.length * smallestProbability(seeds.length, seeds.length)),
  };
}

/** The objective, then whatever is measured on held-out slices but final ones, which only a run's confirmation reads. */
function columnsOf({ objectives, slices }: Task): readonly MeasuredColumn[] {
  const { slice, metric, direction, unit } = objectives[0]!;
  const heldOut = slices.heldOut.flatMap((each): readonly MeasuredColumn[] =>
    each.metric === null || each.final === true
      ? []
      : [
          {
            slice: each.name,
            metric: each.metric,
            direction: each.direction,
            unit: each.metric === metric ? unit : '',
            heldOut: true,
          },
        ],
  );
  return [{ slice, metric, direction, unit, heldOut: false }, ...heldOut];
}

function valueIn(verdict: Verdict, { slice, metric }: MeasuredColumn): number | null {
  return verdict.status === 'pass' ? metricOf(verdict, slice, metric) : null;
}

/** Higher is better; a winner that failed is worse than any other. */
function merit(objective: Pick<Objective, 'direction'>, value: number | null): number {
  return value === null ? -Infinity : gain(objective, value, 0);
}

function figureOf(values: readonly (number | null)[], column: MeasuredColumn): MedianInterval {
  const worst = column.direction === 'minimize' ? Infinity : -Infinity;
  return medianInterval(
    values.map((value) => value ?? worst),
    CONFIDENCE,
  );
}

function medianOf(values: readonly number[]): number {
  return medianInterval(values, CONFIDENCE).median;
}

function goalOf(objective: Objective, runs: readonly ComparedRun[], reach: number | null): Goal | null {
  if (reach !== null) return { value: reach, from: 'given' };
  if (objective.target !== null) return { value: objective.target, from: 'target' };
  const ends = runs
    .filter(({ strategy }) => strategy === CONTROL)
    .map(({ progress }) => merit(objective, progress.at(-1)!.score));
  const value = medianOf(ends);
  return Number.isFinite(value) ? { value: gain(objective, value, 0), from: 'control' } : null;
}

function reachedBy(
  objective: Objective,
  goal: Goal | null,
  runs: readonly ComparedRun[],
): StrategySummary['reached'] {
  if (goal === null) return { runs: 0, evaluations: null };
  const needed = runs.map(
    ({ progress }) =>
      progress.find(({ score }) => score !== null && gain(objective, score, goal.value) >= 0)?.evaluations ??
      Infinity,
  );
  const median = medianOf(needed);
  return {
    runs: needed.filter(Number.isFinite).length,
    evaluations: Number.isFinite(median) ? median : null,
  };
}
