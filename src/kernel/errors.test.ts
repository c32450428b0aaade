import { expect, test } from 'vitest';
import { FulcrumError, isFulcrumError } from './errors.ts';

test('an error says its code, what, where and how to mend it, and keeps its cause', () => {
  const cause = new Error('disk');
  const error = new FulcrumError({
    code: 'FULCRUM_E_X',
    domain: 'ledger',
    what: 'it broke',
    where: 'a:1',
    mend: 'Mend it',
    cause,
  });
  expect(error.message).toBe('FULCRUM_E_X: it broke (a:1). Mend it');
  expect(error.cause).toBe(cause);
  expect(isFulcrumError(error)).toBe(true);
});

test('an error of another copy of the module counts, others do not', () => {
  expect(isFulcrumError(Object.assign(new Error('x'), { name: 'FulcrumError', facts: {} }))).toBe(true);
  expect(isFulcrumError(new Error('x'))).toBe(false);
  expect(isFulcrumError({ name: 'FulcrumError', facts: {} })).toBe(false);
});
