import { expect, test } from 'vitest';

import { scoreOfText } from './score-text.ts';

test.each([
  ['', null],
  ['  ', null],
  ['0.05', 0.05],
  ['0.0', 0],
  ['−0,5', -0.5],
  ['1e-3', 0.001],
])('%j is read as %s', (text, value) => {
  expect(scoreOfText(text)).toBe(value);
});

test.each(['-', '1.', '-0.', '1e', '1e-', 'much', 'Infinity', '1e400'])('%j is no score yet', (text) => {
  expect(scoreOfText(text)).toBeUndefined();
});
