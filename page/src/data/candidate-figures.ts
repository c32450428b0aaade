import type { CandidateDetail, Overview } from '../../../src/surfaces/view/protocol.ts';
import { meanOf } from './statistics.ts';

/** A metric of one slice as it was measured of a candidate, and of what it was compared with on the same questions. */
export interface CandidateFigure {
  readonly slice: string;
  readonly metric: string;
  readonly heldOut: boolean;
  readonly unit: string;
  /** Null where the task says of no direction. */
  readonly direction: 'minimize' | 'maximize' | null;
  readonly own: Measured;
  /** Null where nobody else was asked the same questions. */
  readonly other: Measured | null;
  /** Who that was. */
  readonly against: number | null;
  /** Gains pair by pair, in the order they were measured; positive is better. Empty without a direction. */
  readonly gains: readonly PairGain[];
}

export interface Measured {
  readonly count: number;
  readonly mean: number | null;
  /** Standard error of the mean; null below two. */
  readonly error: number | null;
}

export interface PairGain {
  readonly inputs: string;
  readonly gain: number;
}

/**
 * Every figure of a candidate's verdicts, in the order they were first measured, beside the one it was to replace; where
 * there was none but the baseline, beside that.
 */
export function candidateFigures(
  { number, verdicts }: Pick<CandidateDetail, 'number' | 'verdicts'>,
  task: Pick<Overview, 'objectives' | 'heldOut'> | null,
): readonly CandidateFigure[] {
  const others = verdicts.map(({ judged }) => judged).filter((judged) => judged !== number);
  const against = others.find((other) => other !== 0) ?? others[0] ?? null;
  const found = new Map<string, Measurements>();
  for (const { judged, verdict } of verdicts) {
    if (judged !== number && judged !== against) continue;
    for (const check of verdict.checks) {
      for (const [metric, value] of Object.entries(check.metrics)) {
        const key = JSON.stringify([check.slice, metric]);
        const held = found.get(key) ?? newMeasurements(check.slice, metric, check.visibility === 'held-out');
        found.set(key, held);
        (judged === number ? held.own : held.other).set(verdict.inputs, value);
      }
    }
  }
  return [...found.values()].filter(({ own }) => own.size > 0).map((held) => figureOf(held, against, task));
}

interface Measurements {
  readonly slice: string;
  readonly metric: string;
  readonly heldOut: boolean;
  /** By the name of the inputs. */
  readonly own: Map<string, number>;
  readonly other: Map<string, number>;
}

function newMeasurements(slice: string, metric: string, heldOut: boolean): Measurements {
  return { slice, metric, heldOut, own: new Map(), other: new Map() };
}

function figureOf(
  held: Measurements,
  against: number | null,
  task: Pick<Overview, 'objectives' | 'heldOut'> | null,
): CandidateFigure {
  const { slice, metric, heldOut, own, other } = held;
  const objective = task?.objectives.find((item) => item.metric === metric);
  const watched = task?.heldOut.find((item) => item.metric === metric && item.name === slice);
  const direction = objective?.direction ?? watched?.direction ?? null;
  const gains = direction === null ? [] : pairGains(own, other, direction === 'maximize' ? 1 : -1);
  return {
    slice,
    metric,
    heldOut,
    unit: objective?.unit ?? '',
    direction,
    own: measured([...own.values()]),
    other: other.size === 0 ? null : measured([...other.values()]),
    against: other.size === 0 ? null : against,
    gains,
  };
}

function pairGains(
  own: Measurements['own'],
  other: Measurements['other'],
  sign: 1 | -1,
): readonly PairGain[] {
  return [...own].flatMap(([inputs, value]) => {
    const beside = other.get(inputs);
    return beside === undefined ? [] : [{ inputs, gain: sign * (value - beside) }];
  });
}

function measured(values: readonly number[]): Measured {
  return { count: values.length, ...meanOf(values) };
}
