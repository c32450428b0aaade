import { expect, test } from 'vitest';
import type { CheckDefinition } from './define.ts';
import { defineOracle } from './define.ts';

const check = (fields: Partial<CheckDefinition>): CheckDefinition => ({
  name: 'check',
  slice: 'train',
  visibility: 'visible',
  run: () => ({ status: 'pass', metrics: {} }),
  ...fields,
});

test('grades default to what the visibility can vouch for, and may be set', () => {
  const { checks } = defineOracle({
    checks: [
      check({ name: 'a' }),
      check({ name: 'b', grade: 'independent' }),
      check({ name: 'c', visibility: 'held-out' }),
    ],
  });
  expect(checks.map(({ grade }) => grade)).toEqual(['separate-process', 'independent', 'held-out']);
});

test('the result is frozen and does not follow the list it was made from', () => {
  const list = [check({})];
  const oracle = defineOracle({ checks: list });
  list.push(check({ name: 'later' }));
  expect(oracle.checks).toHaveLength(1);
  expect([oracle, oracle.checks, oracle.checks[0]].every((part) => Object.isFrozen(part))).toBe(true);
});

test.each([
  ['no list', { checks: undefined }, '`checks` is not a list'],
  ['no check', { checks: [] }, 'there is no visible check'],
  ['only held-out checks', { checks: [check({ visibility: 'held-out' })] }, 'there is no visible check'],
  ['a name twice', { checks: [check({}), check({})] }, '"check" is used twice'],
  [
    'a visible check after a held-out one',
    { checks: [check({}), check({ name: 'b', visibility: 'held-out' }), check({ name: 'c' })] },
    '"c" follows a held-out one',
  ],
  ['no name', { checks: [check({ name: '' })] }, 'checks[0].name'],
  ['no slice', { checks: [check({ slice: '' })] }, 'checks[0].slice'],
  ['another visibility', { checks: [{ ...check({}), visibility: 'secret' }] }, 'checks[0].visibility'],
  ['another grade', { checks: [{ ...check({}), grade: 'certain' }] }, 'checks[0].grade'],
  ['nothing to run', { checks: [{ ...check({}), run: null }] }, 'checks[0].run'],
])('%s is refused', (_, definition, message) => {
  expect(() => defineOracle(definition as never)).toThrowError(
    expect.objectContaining({
      message: expect.stringContaining(message),
      facts: expect.objectContaining({ code: 'FULCRUM_E_ORACLE_INVALID', domain: 'oracle' }),
    }),
  );
});
