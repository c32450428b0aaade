import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanRanks, winProbability } from './contest.ts';
import { holm } from './holm.ts';
import { medianInterval } from './order-interval.ts';
import { rankSumProbability, smallestProbability } from './rank-sum.ts';

describe('the rank-sum test', () => {
  test.each([
    // All k above all k others: one way of C(2k, k).
    [2, 1 / 6],
    [3, 1 / 20],
    [4, 1 / 70],
    [5, 1 / 252],
  ])('gives %i values above as many others %f', (count, expected) => {
    const low = Array.from({ length: count }, (_, index) => index);
    const high = low.map((value) => value + count);
    expect(rankSumProbability(high, low)).toBeCloseTo(expected, 12);
    expect(smallestProbability(count, count)).toBeCloseTo(expected, 12);
    expect(rankSumProbability(low, high)).toBe(1);
  });

  test('agrees with the printed table of U for 5 against 5', () => {
    // One-sided critical value at .05 for n = m = 5 is U = 4 (Mann and Whitney 1947, table I): P(U <= 4) = .048.
    const low = [1, 2, 3, 4, 9];
    const high = [5, 6, 7, 8, 10];
    expect(rankSumProbability(high, low)).toBeCloseTo(0.048, 3);
  });

  test('agrees with dealing the values out in every way, ties included', () => {
    const values = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(values, values, (first, second) => {
        expect(rankSumProbability(first, second)).toBeCloseTo(dealtOut(first, second), 10);
      }),
    );
  });

  test('runs that failed rank below all others', () => {
    expect(rankSumProbability([1, 2], [-Infinity, -Infinity])).toBeCloseTo(1 / 6, 12);
  });
});

/** The same by brute force: every subset of the pooled values, compared by its number of wins. */
function dealtOut(first: readonly number[], second: readonly number[]): number {
  const all = [...first, ...second];
  const seen = winProbability(first, second);
  let atLeast = 0;
  let total = 0;
  for (let subset = 0; subset < 2 ** all.length; subset += 1) {
    const chosen = all.filter((_, index) => (subset >> index) & 1);
    if (chosen.length !== first.length) continue;
    const rest = all.filter((_, index) => !((subset >> index) & 1));
    total += 1;
    if (winProbability(chosen, rest) >= seen - 1e-12) atLeast += 1;
  }
  return atLeast / total;
}

describe("Holm's correction", () => {
  test('multiplies the smallest by the number of tests, the next by one less, and never falls', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [index, expected] of [0.03, 0.06, 0.06, 0.02].entries())
      expect(adjusted[index]).toBeCloseTo(expected, 12);
    expect(holm([])).toEqual([]);
    expect(holm([0.7, 0.9])).toEqual([1, 1]);
  });
});

describe('the interval of a median', () => {
  test.each([
    // 1 - 2 P(Bin(n, 1/2) < k), k the largest rank whose coverage is at least .95.
    [5, 1, 0.9375],
    [6, 1, 0.96875],
    [9, 2, 1 - 20 / 512],
    [20, 6, 1 - (2 * 21700) / 2 ** 20],
  ])('of %i values starts at rank %i and holds it with %f', (count, rank, coverage) => {
    const values = Array.from({ length: count }, (_, index) => index + 1);
    const interval = medianInterval(values, 0.95);
    expect([interval.low, interval.high]).toEqual([rank, count + 1 - rank]);
    expect(interval.coverage).toBeCloseTo(coverage, 10);
    expect(interval.median).toBe((count + 1) / 2);
  });

  test('one value is worth nothing', () => {
    expect(medianInterval([3], 0.95)).toEqual({ median: 3, low: 3, high: 3, coverage: 0 });
  });
});

describe('ranks and wins', () => {
  test('ranks add up to the same in every round, ties included', () => {
    expect(
      meanRanks([
        [3, 1],
        [2, 1],
        [1, 5],
      ]),
    ).toEqual([1.75, 2.25, 2]);
  });

  test('a win counts one, a tie half', () => {
    expect(winProbability([2, 1], [1, 0])).toBe((1 + 1 + 0.5 + 1) / 4);
    expect(winProbability([-Infinity], [-Infinity])).toBe(0.5);
  });
});
