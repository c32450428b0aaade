import { expect, test } from 'vitest';

import { writeMoney, writeShare, writeSpent } from './write-amount.ts';

test.each([
  [0, '0%'],
  [0.0004, '<0.1%'],
  [0.0432, '4.3%'],
  [0.0996, '10%'],
  [0.5, '50%'],
  [0.996, '99.6%'],
  [0.9996, '>99.9%'],
  [1, '100%'],
])('a share of %d is %s', (share, text) => {
  expect(writeShare(share)).toBe(text);
});

test.each([
  [0, '$0.00'],
  [0.0423, '$0.0423'],
  [1.784, '$1.78'],
  [1234.5, '$1,234.50'],
])('%d dollars are %s', (dollars, text) => {
  expect(writeMoney(dollars)).toBe(text);
});

test('each limit is written in its own unit', () => {
  expect(writeSpent('evaluations', 1822)).toBe('1,822');
  expect(writeSpent('time', 3600)).toBe('1 h 00 min');
  expect(writeSpent('work', 1234.56)).toBe('1,235');
  expect(writeSpent('money', 5)).toBe('$5.00');
});
