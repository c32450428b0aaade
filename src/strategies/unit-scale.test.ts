import { describe, expect, test } from 'vitest';
import { baselineAt, objectiveWith } from './testing/accuracy-outcomes.ts';
import { createScale, toUnit } from './unit-scale.ts';

test('a score is read between zero and one, and cut beyond', () => {
  const scale = { zero: 10, one: 2 };
  expect([12, 10, 8, 4, 2, 0].map((score) => toUnit(scale, score))).toEqual([0, 0, 0.25, 0.75, 1, 1]);
});

describe('the scale that is not stated', () => {
  test.each([
    ['half of the baseline better is 1', 4, objectiveWith({ direction: 'minimize' }), { zero: 6, one: 2 }],
    ['upwards where more is better', 4, objectiveWith(), { zero: 2, one: 6 }],
    ['of a negative score', -4, objectiveWith(), { zero: -6, one: -2 }],
    ['of a baseline of 0', 0, objectiveWith(), { zero: -1, one: 1 }],
    ['the target is 1', 4, objectiveWith({ target: 9 }), { zero: -1, one: 9 }],
    ['a target already passed says nothing', 4, objectiveWith({ target: 3 }), { zero: 2, one: 6 }],
  ])('%s', (_, score, objective, expected) => {
    const scale = createScale(undefined, baselineAt(score), objective);
    expect(scale).toEqual(expected);
    expect(toUnit(scale, score)).toBe(0.5);
  });
});

test('a stated scale whose 1 is worse than its 0 is refused', () => {
  const stated = { zero: 0, one: 1 };
  expect(createScale(stated, baselineAt(0.2), objectiveWith())).toBe(stated);
  expect(() => createScale(stated, baselineAt(0.2), objectiveWith({ direction: 'minimize' }))).toThrow(
    /^FULCRUM_E_TASK_INVALID.*strategy\.options\.scale/,
  );
});
