import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

function curve(end: number, ...points: readonly (readonly [evaluation: number, value: number])[]) {
  return { points: points.map(([evaluation, value]) => ({ evaluation, value })), end };
}

test('a sparkline goes from the lowest to the highest value, a share of the evaluations a cell', () => {
  expect(sparkline(curve(8, [0, 0], [4, 7]), 4)).toBe('▁███');
  expect(sparkline(curve(7, [1, 0], [2, 1], [3, 2], [4, 3], [5, 4], [6, 5], [7, 7]), 7)).toBe('▁▂▃▄▅▆█');
  expect(sparkline(curve(10, [0, 5]), 3)).toBe('▁▁▁');
});

test('there is none of nothing', () => {
  expect(sparkline(curve(0), 5)).toBe('');
  expect(sparkline(curve(3, [0, 1]), 0)).toBe('');
});
