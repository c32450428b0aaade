import { createStepCurve } from '../../report/step-curve.ts';
import type { Curve } from './protocol.ts';

/** A step function over evaluations in bounded room. */
export interface CurveRecorder {
  readonly record: (evaluation: number, value: number) => void;
  /**
   * The steps so far and where the last one has come to.
   *
   * @param end evaluations so far
   * @param secondsAt seconds of work at which an evaluation had been counted
   */
  readonly curve: (end: number, secondsAt: (evaluation: number) => number) => Curve;
  readonly latest: () => number | null;
}

const POINTS = 300;

export function createCurve(): CurveRecorder {
  const steps = createStepCurve(POINTS);
  let latest: number | null = null;
  return {
    record(evaluation, value) {
      latest = value;
      steps.record(evaluation, value);
    },
    latest: () => latest,
    curve(end, secondsAt) {
      const { points } = steps.curve();
      const last = points.at(-1);
      const all =
        last === undefined || last.evaluation >= end
          ? points
          : [...points, { evaluation: end, value: last.value }];
      return {
        evaluations: all.map(({ evaluation }) => evaluation),
        seconds: all.map(({ evaluation }) => Math.round(secondsAt(evaluation) * 1000) / 1000),
        values: all.map(({ value }) => value),
      };
    },
  };
}
