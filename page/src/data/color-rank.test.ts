import { expect, test } from 'vitest';

import { rankOf } from './color-rank.ts';

test('ranks go from the worst to the best, in the direction of the objective', () => {
  const down = rankOf([3, 1, 2, 2, 1e9], 'minimize');
  expect([1, 2, 3, 1e9].map(down)).toEqual([1, 2 / 3, 1 / 3, 0]);
  expect(rankOf([3, 1, 2], 'maximize')(3)).toBe(1);
});

test('one alone is the best', () => {
  expect(rankOf([7, 7], 'minimize')(7)).toBe(1);
});
