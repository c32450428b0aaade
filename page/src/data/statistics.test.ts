import { describe, expect, test } from 'vitest';
import { meanOf, wilsonInterval } from './statistics.ts';

describe('the interval of a share', () => {
  test('is the one Wilson gives', () => {
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    for (const [successes, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(successes, trials)!;
      expect(interval[0]).toBeCloseTo(low, 4);
      expect(interval[1]).toBeCloseTo(high, 4);
    }
  });

  test('ends at the ends', () => {
    expect(wilsonInterval(0, 12)![0]).toBe(0);
    expect(wilsonInterval(12, 12)![1]).toBe(1);
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});

describe('a mean', () => {
  test('has the standard error of n - 1', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: sum of squares 32 around 5, so the error is sqrt(32 / 7 / 8).
    expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, error: Math.sqrt(32 / 7 / 8) });
  });

  test('has none of one figure, and is none of no figure', () => {
    expect(meanOf([3])).toEqual({ mean: 3, error: null });
    expect(meanOf([])).toEqual({ mean: null, error: null });
  });
});
