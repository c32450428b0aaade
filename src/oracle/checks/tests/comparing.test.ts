import { describe, expect, test } from 'vitest';
import { compareWith, objectionTo } from './expectation.ts';
import { compareRuns, escapeProbability, flakinessPower } from './flakiness.ts';
import { sabotaged } from './sabotage.ts';
import { identityMatcher } from './identity-pattern.ts';
import type { SuiteReport, TestStatus } from './suite-report.ts';

function report(tests: { readonly [identity: string]: TestStatus }, errors = 0): SuiteReport {
  return { kind: 'report', tests: new Map(Object.entries(tests)), errors };
}

describe('what a candidate has to report', () => {
  const expected = {
    passToPass: new Set(['a', 'b']),
    failToPass: new Set(['c', 'd']),
    ignored: new Set(['e']),
    errors: 1,
  };
  const objection = (tests: { readonly [identity: string]: TestStatus }, errors = 0): string | null =>
    objectionTo(compareWith(expected, report(tests, errors)), expected);

  test('is every test that passes on the baseline', () => {
    expect(objection({ a: 'passed', b: 'passed' })).toBe(null);
    expect(objection({ a: 'passed', b: 'failed' })).toMatch('1 fail');
    expect(objection({ a: 'skipped', b: 'skipped' })).toMatch('2 are skipped');
    expect(objection({ b: 'passed', 'a ': 'passed' })).toMatch('1 are missing');
  });

  test('is no failure of anything that the baseline does not have', () => {
    expect(objection({ a: 'passed', b: 'passed', e: 'failed', c: 'failed', more: 'passed' }, 1)).toBe(null);
    expect(objection({ a: 'passed', b: 'passed', more: 'failed' })).toMatch('baseline does not have');
    expect(objection({ a: 'passed', b: 'passed' }, 2)).toMatch('1 failures belong to no test');
  });

  test('counts what is mended', () => {
    expect(compareWith(expected, report({ a: 'passed', c: 'passed', d: 'skipped' })).fixed).toBe(1);
  });
});

test('repeated runs divide tests into those that always pass, never do, and others', () => {
  const runs = [
    report({ a: 'passed', b: 'failed', c: 'passed', d: 'passed', e: 'skipped' }),
    report({ a: 'passed', b: 'failed', c: 'failed', e: 'skipped' }),
  ];
  expect(compareRuns(runs)).toEqual({
    passing: new Set(['a']),
    failing: new Set(['b', 'e']),
    quarantined: ['c', 'd'],
  });
});

test('a flaky test escapes as often as the binomial distribution says', () => {
  // C(n, 0) p^0 (1 - p)^n, by hand: 0.9 * 0.9 * 0.9 = 0.729.
  expect(escapeProbability(0.1, 3)).toBeCloseTo(0.729, 12);
  expect(escapeProbability(0.5, 10)).toBe(1 / 1024);
  expect(flakinessPower(3)).toEqual({ '1%': 0.9703, '5%': 0.8574, '10%': 0.729 });
});

describe('code that does nothing any more', () => {
  test.each([
    [
      'a.ts',
      'export const f = (a: number): number => a + 1;',
      'export const f = (a: number): number => (undefined);',
    ],
    ['a.mjs', 'export function f() { return () => 1; }', 'export function f() {}'],
    ['a.js', 'class A { get b() { return "ü"; } *c() {} }', 'class A { get b() {} *c() {} }'],
    ['a.js', 'export const a = 1;', ''],
    ['a.js', 'function (', ''],
    ['a.py', 'def f(a):\n    def g(): pass\n    return a\n\nx = 1\n', 'def f(a): return None\n\nx = 1\n'],
    [
      'a.py',
      'class A:\n    async def m(self):\n        return 2\n',
      'class A:\n    async def m(self): return None\n',
    ],
    ['a.py', 'x = 1\n', ''],
    ['a.go', '// p\npackage sums\nfunc F() {}\n', 'package sums\n'],
    ['a.rs', 'pub fn f() {}\n', ''],
  ])('%s: %j', (path, before, after) => {
    expect(sabotaged(path, before)).toBe(after);
  });
});

test.each([
  ['*> doubles', 'test/a.test.js > doubles', true],
  ['*> doubles', 'test/a.test.js > doubles twice', false],
  ['a.py::test[1-*]', 'a.py::test[1-2]', true],
  ['a.py::test[1-*]', 'a.py::test1', false],
  ['a.py', 'abpy', false],
  ['*', 'line\nline', true],
])('the pattern %j says of %j: %j', (pattern, identity, matches) => {
  expect(identityMatcher(pattern)(identity)).toBe(matches);
});
