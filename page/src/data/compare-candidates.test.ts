import { describe, expect, test } from 'vitest';

import type { CheckResult, Verdict, VerdictStatus } from '../../../src/kernel/verdict.ts';
import { compareCandidates } from './compare-candidates.ts';

const TASK = {
  objectives: [
    {
      metric: 'excess',
      slice: 'train',
      direction: 'minimize',
      unit: '%',
      target: null,
      required: null,
    },
  ],
  heldOut: [{ name: 'speed', metric: 'rate', direction: 'maximize', tolerance: 0 }],
} as const;

function judged(
  number: number,
  inputs: string,
  metrics: CheckResult['metrics'],
  change: Partial<CheckResult> = {},
): { readonly judged: number; readonly verdict: Verdict; readonly milliseconds: null } {
  const check: CheckResult = {
    check: 'packs',
    slice: 'train',
    visibility: 'visible',
    grade: 'separate-process',
    status: 'pass',
    metrics,
    reason: null,
    evidence: null,
    questions: 1,
    transcript: '',
    ...change,
  };
  const sandbox = { level: 1, mechanism: 'bubblewrap', profile: '' } as const;
  const verdict = {
    status: check.status,
    mode: 'fresh',
    inputs,
    checks: [check],
    reason: null,
    sandbox,
  } as const;
  return { judged: number, verdict, milliseconds: null };
}

const findings = (items: ReturnType<typeof compareCandidates>) =>
  items.map(({ metric, finding }) => [metric, finding]);

test('the same questions are compared pair by pair, also those that stand in the other one’s record', () => {
  const left = { number: 0, verdicts: [judged(0, 'screening', { excess: 5 })] };
  const right = {
    number: 7,
    verdicts: [
      judged(7, 'screening', { excess: 4 }),
      judged(7, 'fresh-7', { excess: 3 }),
      judged(0, 'fresh-7', { excess: 6 }),
      judged(7, 'fresh-8', { excess: 100 }),
    ],
  };
  const [, item] = compareCandidates(left, right, true, TASK);
  // Gains of 1 and 3: a mean of 2 with a standard error of sqrt(2)/sqrt(2) = 1.
  expect(item).toMatchObject({
    left: 5.5,
    right: 3.5,
    difference: -2,
    error: 1,
    pairs: 2,
    finding: 'better',
  });
});

test('a difference within chance is no regression', () => {
  const left = {
    number: 1,
    verdicts: [judged(1, 'a', { excess: 5 }), judged(1, 'b', { excess: 5 })],
  };
  const right = {
    number: 2,
    verdicts: [judged(2, 'a', { excess: 9 }), judged(2, 'b', { excess: 4 })],
  };
  // Differences of 4 and -1: 1.5 with a standard error of 2.5.
  expect(findings(compareCandidates(left, right, true, TASK))).toEqual([
    [null, 'same'],
    ['excess', 'unclear'],
  ]);
});

test('candidates of two runs had questions of their own, whatever these are called', () => {
  const left = { number: 1, verdicts: [judged(1, 'screening', { excess: 5 })] };
  const right = { number: 1, verdicts: [judged(1, 'screening', { excess: 6 })] };
  const [, item] = compareCandidates(left, right, false, TASK);
  expect(item).toMatchObject({ difference: 1, pairs: 0, error: null, finding: 'worse' });
});

describe('directions', () => {
  const compare = (metric: string, slice: string) => {
    const side = (number: number, value: number) => ({
      number,
      verdicts: [judged(number, 'screening', { [metric]: value }, { slice })],
    });
    return compareCandidates(side(1, 1), side(2, 2), true, TASK)[1]!.finding;
  };

  test.each([
    ['excess', 'train', 'worse'],
    ['excess/u120_00', 'train', 'worse'],
    ['rate', 'speed', 'better'],
    ['rate', 'train', 'unknown'],
    ['work', 'train', 'unknown'],
  ])('a greater %s on %s is %s', (metric, slice, finding) => {
    expect(compare(metric, slice)).toBe(finding);
  });
});

test.each<[VerdictStatus, VerdictStatus, string]>([
  ['pass', 'fail', 'worse'],
  ['crash', 'pass', 'better'],
  ['fail', 'fail', 'same'],
])('from %s to %s is %s, and the figure that is missing is not told', (from, to, finding) => {
  const side = (number: number, status: VerdictStatus) => ({
    number,
    verdicts: [judged(number, 'screening', status === 'pass' ? { excess: 1 } : {}, { status })],
  });
  const items = compareCandidates(side(1, from), side(2, to), true, TASK);
  expect(items[0]).toMatchObject({ metric: null, left: from, right: to, finding });
  for (const item of items.slice(1)) expect(item.finding).toBe('unknown');
});
