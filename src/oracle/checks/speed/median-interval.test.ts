import { expect, test } from 'vitest';
import { createRandom } from '../../../kernel/random.ts';
import { coverageOf, medianInterval } from './median-interval.ts';

test.each([
  // 1 - 2 * (1/2)^n: the median lies outside all values when they fall on one side of it.
  [5, 1, 1 - 2 / 32],
  [6, 1, 1 - 2 / 64],
  // 1 - 2 * (1 + 8) / 256 and 1 - 2 * (1 + 10) / 1024.
  [8, 2, 1 - 18 / 256],
  [10, 2, 1 - 22 / 1024],
  // 1 - 2 * (1 + 12 + 66) / 4096.
  [12, 3, 1 - 158 / 4096],
])('between the outer %i values at rank %i lies the median so often', (count, rank, coverage) => {
  expect(coverageOf(count, rank)).toBeCloseTo(coverage, 14);
});

test('the tightest interval that covers enough is taken', () => {
  const values = [12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6];
  // Rank 3 covers 0.9614, rank 4 (158 + 2 * 220 = 598 of 4096 outside) covers 0.854.
  expect(medianInterval(values, 0.95)).toEqual({ median: 6.5, low: 3, high: 10, coverage: 1 - 158 / 4096 });
  expect(medianInterval(values, 0.85)).toMatchObject({ low: 4, high: 9 });
});

test('too few values say what their range covers', () => {
  expect(medianInterval([3, 1, 2], 0.95)).toEqual({ median: 2, low: 1, high: 3, coverage: 0.75 });
  expect(medianInterval([7], 0.95)).toEqual({ median: 7, low: 7, high: 7, coverage: 0 });
  expect(() => medianInterval([], 0.95)).toThrow(RangeError);
});

test('it holds the median of a skewed distribution as often as it says', () => {
  const random = createRandom('skewed');
  const repetitions = 4000;
  let held = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    // Exponential: its median is ln 2.
    const values = Array.from({ length: 12 }, () => -Math.log(1 - random.next()));
    const { low, high } = medianInterval(values, 0.95);
    if (low <= Math.LN2 && Math.LN2 <= high) held += 1;
  }
  const coverage = 1 - 158 / 4096;
  const deviation = Math.sqrt((coverage * (1 - coverage)) / repetitions);
  expect(Math.abs(held / repetitions - coverage)).toBeLessThan(4 * deviation);
});
