import { expect, test } from 'vitest';
import type { AttackResult, MutantFate, MutantResult } from './audit-report.ts';
import { gradeOf, strengthOf } from './audit-report.ts';

function mutants(fates: readonly MutantFate[], visible = true): readonly MutantResult[] {
  const facts = { path: 'a.ts', line: 1, operator: 'x', change: 'a -> b', killedBy: null, killer: null };
  return fates.map((fate) => ({
    ...facts,
    fate,
    visible: visible && (fate === 'killed' || fate === 'worse'),
  }));
}

function attack(facts: Partial<AttackResult>): AttackResult {
  const name = { name: 'a', does: 'a', expectation: 'must-fail' } as const;
  return {
    ...name,
    door: 'entered',
    status: 'fail',
    score: null,
    stoppedBy: 'x',
    isHole: false,
    isGap: false,
    ...facts,
  };
}

test('improvements count neither for nor against an oracle', () => {
  const figures = strengthOf(9, mutants(['killed', 'worse', 'alive', 'alive', 'better']));
  expect(figures).toMatchObject({ mutants: 9, sampled: 5, killed: 1, worse: 1, alive: 2, better: 1 });
  expect(figures.score).toBe(0.5);
  expect(strengthOf(3, mutants(['better'])).score).toBeNull();
});

test('what only held-out checks notice does not count for the visible ones', () => {
  const figures = strengthOf(2, mutants(['killed', 'alive'], false));
  expect([figures.score, figures.visibleScore]).toEqual([0.5, 0]);
});

test.each([
  [['killed', 'killed', 'killed', 'killed', 'alive'], [], 'A'],
  [['killed', 'killed', 'killed', 'alive'], [], 'B'],
  [['killed', 'alive', 'alive'], [], 'C'],
  [[], [], 'C'],
  [['killed'], [attack({ isHole: true })], 'F'],
  [['killed'], [attack({ isGap: true, expectation: 'must-not-gain' })], 'B'],
  [['killed'], [attack({ isGap: true, expectation: 'shows-gap' })], 'A'],
] as const)('grades %j with %j as %s', (fates, attacks, grade) => {
  expect(gradeOf(attacks, strengthOf(fates.length, mutants(fates)))).toBe(grade);
});
