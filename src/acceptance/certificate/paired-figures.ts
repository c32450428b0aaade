import type { PairedFigures } from '../../kernel/confirmation.ts';
import type { Objective } from '../../kernel/objective.ts';
import { gain } from '../../kernel/objective.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { metricOf } from '../../kernel/verdict.ts';

/** A metric of one slice, and which way is better. */
export type MeasuredBy = Pick<Objective, 'slice' | 'metric' | 'direction'>;

/** Two verdicts on the same questions. */
export interface VerdictPair {
  readonly first: Verdict;
  readonly second: Verdict;
}

/** Counts who did better on which questions, and by how much on average. */
export function pairedFigures(by: MeasuredBy, pairs: readonly VerdictPair[]): PairedFigures {
  const figures = pairs
    .map(({ first, second }) => ({ own: figureOf(by, first), other: figureOf(by, second) }))
    .filter(({ own, other }) => own !== null || other !== null);
  const gains = figures.flatMap(({ own, other }) =>
    own === null || other === null ? [] : [gain(by, own, other)],
  );
  const failed = figures.filter(({ own }) => own === null).length;
  const otherFailed = figures.filter(({ other }) => other === null).length;
  const mean = gains.length === 0 ? null : sumOf(gains) / gains.length;
  return {
    pairs: figures.length,
    wins: otherFailed + gains.filter((value) => value > 0).length,
    losses: failed + gains.filter((value) => value < 0).length,
    ties: gains.filter((value) => value === 0).length,
    failed,
    otherFailed,
    mean,
    deviation: mean === null || gains.length < 2 ? null : deviationOf(gains, mean),
  };
}

function figureOf({ slice, metric }: MeasuredBy, verdict: Verdict): number | null {
  return verdict.status === 'pass' ? metricOf(verdict, slice, metric) : null;
}

function deviationOf(values: readonly number[], mean: number): number {
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
