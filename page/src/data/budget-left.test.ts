import { expect, test } from 'vitest';

import { budgetLines } from './budget-left.ts';

const NOTHING = { evaluations: null, wallSeconds: null, work: null, money: null };

test('limits come with what is left of them, the nearest first', () => {
  const budget = { ...NOTHING, evaluations: 1000, money: 5 };
  const spent = { evaluations: 250, seconds: 60, work: 0, money: 4 };
  const lines = budgetLines(budget, spent);
  expect(lines.map(({ name }) => name)).toEqual(['money', 'evaluations']);
  expect(lines[0]!.left).toBeCloseTo(0.2, 12);
  expect(lines[1]!.left).toBe(0.75);
});

test('what is overspent or was never allowed leaves nothing', () => {
  const budget = { ...NOTHING, evaluations: 10, money: 0 };
  const lines = budgetLines(budget, { evaluations: 12, seconds: 0, work: 0, money: 0 });
  expect(lines.map(({ left }) => left)).toEqual([0, 0]);
});

test('a run without limits has no lines', () => {
  expect(budgetLines(NOTHING, { evaluations: 12, seconds: 9, work: 1, money: 2 })).toEqual([]);
});
