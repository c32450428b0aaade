import { describe, expect, test } from 'vitest';
import type { CheckResult, Verdict } from '../../../src/kernel/verdict.ts';
import { candidateFigures } from './candidate-figures.ts';

const TASK = {
  objectives: [
    { metric: 'cost', slice: 'train', direction: 'minimize', unit: 'ms', target: null, required: null },
  ],
  heldOut: [{ name: 'later', metric: 'score', direction: 'maximize', tolerance: 0 }],
} as const;

function judged(
  number: number,
  inputs: string,
  checks: readonly (readonly [slice: string, metric: string, value: number])[],
) {
  const verdict: Verdict = {
    status: 'pass',
    mode: 'fresh',
    inputs,
    reason: null,
    sandbox: { level: 1, mechanism: 'bubblewrap 0.8.0', profile: 'ab' },
    checks: checks.map(([slice, metric, value]): CheckResult => ({
      check: 'asks',
      slice,
      visibility: slice === 'later' ? 'held-out' : 'visible',
      grade: 'separate-process',
      status: 'pass',
      metrics: { [metric]: value },
      reason: null,
      evidence: null,
      questions: 1,
      transcript: '',
    })),
  };
  return { judged: number, verdict, milliseconds: null };
}

describe('figures of a candidate', () => {
  const verdicts = [
    judged(7, 'screening', [['train', 'cost', 9]]),
    judged(7, 'pair-1', [['train', 'cost', 8]]),
    judged(3, 'pair-1', [['train', 'cost', 10]]),
    judged(3, 'pair-2', [['train', 'cost', 6]]),
    judged(0, 'pair-2', [['train', 'cost', 60]]),
    judged(7, 'pair-2', [
      ['train', 'cost', 7],
      ['later', 'score', 5],
    ]),
  ];
  const [cost, score] = candidateFigures({ number: 7, verdicts }, TASK);

  test('pair what the incumbent was asked the same questions, and count a loss of a cost as a gain', () => {
    expect(cost!.gains).toEqual([
      { inputs: 'pair-1', gain: 2 },
      { inputs: 'pair-2', gain: -1 },
    ]);
    expect(cost).toMatchObject({
      own: { count: 3, mean: 8 },
      other: { count: 2, mean: 8 },
      against: 3,
      unit: 'ms',
    });
  });

  test('know which slice is held out, and that nobody else was asked', () => {
    expect(score).toMatchObject({
      heldOut: true,
      direction: 'maximize',
      other: null,
      against: null,
      gains: [],
    });
  });

  test('leave out what was only measured of the other one', () => {
    expect(candidateFigures({ number: 8, verdicts }, TASK)).toEqual([]);
  });
});
