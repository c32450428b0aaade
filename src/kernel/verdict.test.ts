import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkWith, STAMP, verdictWith } from './testing/fixtures.ts';
import { EVIDENCE_GRADES, gradeOf, metricOf, weakestGrade } from './verdict.ts';

test('the weakest grade is the one that all others are at least as strong as', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVIDENCE_GRADES), { minLength: 1 }), (grades) => {
      const weakest = weakestGrade(grades);
      expect(grades).toContain(weakest);
      const weaker = new Set<string>(EVIDENCE_GRADES.slice(0, EVIDENCE_GRADES.indexOf(weakest)));
      expect(grades.some((grade) => weaker.has(grade))).toBe(false);
    }),
  );
});

test('a verdict without a check vouches for nothing', () => {
  expect(weakestGrade([])).toBe('self-reported');
  expect(gradeOf(verdictWith({ checks: [] }))).toBe('self-reported');
});

test('without a sandbox no evidence is above the same process', () => {
  const checks = [checkWith({ grade: 'proved' }), checkWith({ grade: 'held-out' })];
  expect(gradeOf(verdictWith({ checks }))).toBe('held-out');
  expect(gradeOf(verdictWith({ checks, sandbox: { ...STAMP, level: 'none' } }))).toBe('same-process');
});

test('a metric is that of its slice, the first check that has it', () => {
  const verdict = verdictWith({
    checks: [
      checkWith({ slice: 'other', metrics: { cost: 1 } }),
      checkWith({ slice: 'train', metrics: { bins: 2 } }),
      checkWith({ slice: 'train', metrics: { cost: 0 } }),
      checkWith({ slice: 'train', metrics: { cost: 4 } }),
    ],
  });
  expect(metricOf(verdict, 'train', 'cost')).toBe(0);
  expect(metricOf(verdict, 'train', 'missing')).toBeNull();
  expect(metricOf(verdict, 'missing', 'cost')).toBeNull();
  expect(metricOf(verdict, 'train', 'constructor')).toBeNull();
});
