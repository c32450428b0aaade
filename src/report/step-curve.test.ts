import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStepCurve, valueAt } from './step-curve.ts';

/** A best-so-far curve: gaps between evaluations, each with a positive gain. */
const improvements = fc.array(
  fc.record({ gap: fc.integer({ min: 1, max: 50 }), gain: fc.integer({ min: 1, max: 9 }) }),
  {
    minLength: 1,
    maxLength: 300,
  },
);

function recorded(steps: readonly { gap: number; gain: number }[], limit: number) {
  const recorder = createStepCurve(limit);
  const exact: { evaluation: number; value: number }[] = [];
  let [evaluation, value] = [0, 1000];
  recorder.record(0, value);
  exact.push({ evaluation, value });
  for (const step of steps) {
    evaluation += step.gap;
    value -= step.gain;
    recorder.record(evaluation, value);
    exact.push({ evaluation, value });
  }
  return { curve: recorder.curve(), exact };
}

describe('step curve', () => {
  it('holds every step while there is room', () => {
    fc.assert(
      fc.property(improvements, (steps) => {
        const { curve, exact } = recorded(steps, 1000);
        expect(curve.points).toEqual(exact);
      }),
    );
  });

  it('stays within its limit, with exact points, and is never better than the truth', () => {
    fc.assert(
      fc.property(improvements, fc.integer({ min: 3, max: 20 }), (steps, limit) => {
        const { curve, exact } = recorded(steps, limit);
        expect(curve.points.length).toBeLessThanOrEqual(limit);
        expect(curve.points[0]).toEqual(exact[0]);
        expect(curve.points.at(-1)).toEqual(exact.at(-1));
        const truth = { points: exact, end: curve.end };
        for (const point of curve.points) expect(point.value).toBe(valueAt(truth, point.evaluation));
        for (let evaluation = 0; evaluation <= curve.end; evaluation += 7) {
          expect(valueAt(curve, evaluation)).toBeGreaterThanOrEqual(valueAt(truth, evaluation)!);
        }
      }),
    );
  });

  it('extends without a new point', () => {
    const recorder = createStepCurve(10);
    recorder.record(0, 5);
    recorder.record(4, 5);
    recorder.extend(9);
    expect(recorder.curve()).toEqual({ points: [{ evaluation: 0, value: 5 }], end: 9 });
  });
});
