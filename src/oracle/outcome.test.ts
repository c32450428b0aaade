import { expect, test } from 'vitest';
import type { CheckOutcome } from './define.ts';
import { soundOutcome } from './outcome.ts';

test('a pass keeps its metrics and evidence', () => {
  expect(soundOutcome({ status: 'pass', metrics: { score: 1.5 }, evidence: [1] })).toEqual({
    status: 'pass',
    metrics: { score: 1.5 },
    items: null,
    reason: null,
    evidence: [1],
  });
});

test.each([NaN, Infinity, -Infinity, '1', null, undefined])('the metric %s fails a pass', (value) => {
  const sound = soundOutcome({ status: 'pass', metrics: { good: 1, score: value as number } });
  expect(sound).toMatchObject({
    status: 'fail',
    metrics: { good: 1 },
    reason: `the metric "score" is ${value}`,
  });
});

test('a failure keeps its reason, cut to 500 characters', () => {
  expect(soundOutcome({ status: 'fail', reason: 'x'.repeat(600) }).reason).toHaveLength(500);
});

test('evidence may hold what a candidate answered, and is cut where it is long', () => {
  const odd = soundOutcome({ status: 'fail', reason: 'odd', evidence: { given: [NaN, Infinity] } });
  expect(odd.evidence).toEqual({ given: ['NaN', 'Infinity'] });
  const long = soundOutcome({ status: 'fail', reason: 'long', evidence: 'x'.repeat(20_000) });
  expect(long.evidence).toEqual({ truncated: `"${'x'.repeat(16 * 1024 - 1)}`, length: 20_002 });
});

test.each([
  undefined,
  null,
  1,
  [],
  {},
  { status: 'good' },
  { status: 'fail' },
  { status: 'pass', metrics: [] },
  { status: 'pass', metrics: {}, evidence: () => 1 },
])('%j is no outcome', (returned) => {
  expect(() => soundOutcome(returned as unknown as CheckOutcome)).toThrow(TypeError);
});
