import { expect, test } from 'vitest';

import { alignCurves } from './align-curves.ts';

test('a curve keeps its last value between its own places', () => {
  const { x, values } = alignCurves([
    { x: [0, 10], values: [5, 3] },
    { x: [0, 4, 6, 10], values: [9, 8, 7, 6] },
  ]);
  expect(x).toEqual([0, 4, 6, 10]);
  expect(values).toEqual([
    [5, 5, 5, 3],
    [9, 8, 7, 6],
  ]);
});

test('outside its own places a curve has no value, and a value that was not measured stays none', () => {
  const { x, values } = alignCurves([
    { x: [2, 4, 6], values: [5, null, 3] },
    { x: [0, 5, 8], values: [1, 2, 4] },
  ]);
  expect(x).toEqual([0, 2, 4, 5, 6, 8]);
  expect(values[0]).toEqual([null, 5, null, null, 3, null]);
});

test('of several values at one place the last holds', () => {
  expect(alignCurves([{ x: [1, 1, 2], values: [7, 6, 5] }])).toEqual({ x: [1, 2], values: [[6, 5]] });
});
