import { describe, expect, test } from 'vitest';
import { eLondAlpha, spendingShare, spentAlpha, uniformAlpha } from './alpha-schedule.ts';
import { eValue, eValueAfterWin, logEValue } from './e-value.ts';
import { furtherPairs } from './further-pairs.ts';
import { logBinomialTail } from './log-binomial-tail.ts';

/** n over k in whole numbers. */
function choose(n: number, k: number): bigint {
  let value = 1n;
  for (let index = 1; index <= k; index += 1) value = (value * BigInt(n - k + index)) / BigInt(index);
  return value;
}

/** The quotient of two whole numbers to about 17 digits. */
function quotient(numerator: bigint, denominator: bigint): number {
  const shift = BigInt(Math.max(0, 1100 - numerator.toString(2).length + denominator.toString(2).length));
  const digits = (numerator << shift) / denominator;
  const excess = BigInt(Math.max(0, digits.toString(2).length - 64));
  return Number(digits >> excess) * 2 ** Number(excess - shift);
}

/** Sum of n over 0..k, in whole numbers. */
function chooseUpTo(n: number, k: number): bigint {
  let sum = 0n;
  for (let index = 0; index <= k; index += 1) sum += choose(n, index);
  return sum;
}

/** 2^(n+1) B(w+1, l+1) P(Bin(n+1, 1/2) <= w), in whole numbers up to the last division: 2^(n+1) cancels. */
function exactEValue(wins: number, losses: number): number {
  const pairs = wins + losses;
  return quotient(chooseUpTo(pairs + 1, wins), BigInt(pairs + 1) * choose(pairs, wins));
}

describe('binomial tails', () => {
  test.each([
    [1, 0],
    [10, 3],
    [10, 5],
    [41, 20],
    [41, 38],
    [200, 60],
    [201, 140],
    [500, 1],
  ])('of %i coins, at most %i heads', (n, k) => {
    const exact = Math.log(quotient(chooseUpTo(n, k), 1n << BigInt(n)));
    expect(Math.abs(logBinomialTail(n, k) - exact)).toBeLessThan(1e-12 * Math.max(1, Math.abs(exact)));
  });

  test('all heads are certain', () => expect(logBinomialTail(7, 7)).toBe(0));
});

describe('the e-value', () => {
  test('is what whole numbers say', () => {
    for (const pairs of [1, 2, 5, 19, 20, 60, 200]) {
      for (let wins = 0; wins <= pairs; wins += pairs > 20 ? 7 : 1) {
        const exact = exactEValue(wins, pairs - wins);
        expect(Math.abs(eValue(wins, pairs - wins) / exact - 1)).toBeLessThan(1e-11);
      }
    }
  });

  test('of straight wins is (2^(n+1) - 1) / (n+1)', () => {
    for (const wins of [0, 1, 2, 3, 8, 24]) {
      expect(eValue(wins, 0)).toBeCloseTo((2 ** (wins + 1) - 1) / (wins + 1), 6);
    }
  });

  test('is a fair game on fair coins: the mean of what a win and a loss make of it is what it was', () => {
    for (let wins = 0; wins <= 40; wins += 1) {
      for (let losses = 0; losses <= 40; losses += 1) {
        const next = (eValue(wins + 1, losses) + eValue(wins, losses + 1)) / 2;
        expect(Math.abs(next / eValue(wins, losses) - 1)).toBeLessThan(1e-10);
      }
    }
  });

  test('has mean at most 1 wherever the hypothesis holds, over all outcomes of 30 pairs', () => {
    for (const p of [0.5, 0.45, 0.3, 0.1]) {
      let mean = 0;
      for (let wins = 0; wins <= 30; wins += 1) {
        mean += Number(choose(30, wins)) * p ** wins * (1 - p) ** (30 - wins) * exactEValue(wins, 30 - wins);
        expect(Number.isFinite(mean)).toBe(true);
      }
      if (p === 0.5) expect(mean).toBeCloseTo(1, 10);
      else expect(mean).toBeLessThan(1);
    }
  });

  test('reaches 20 within 60 fair pairs in less than a twentieth of all cases, counted over every path', () => {
    let alive = [1];
    let crossed = 0;
    for (let pairs = 1; pairs <= 60; pairs += 1) {
      const next = Array.from({ length: pairs + 1 }, (_, wins) => {
        return ((alive[wins - 1] ?? 0) + (alive[wins] ?? 0)) / 2;
      });
      for (let wins = 0; wins <= pairs; wins += 1) {
        if (exactEValue(wins, pairs - wins) < 20) continue;
        crossed += next[wins]!;
        next[wins] = 0;
      }
      alive = next;
    }
    expect(crossed).toBeGreaterThan(0.01);
    expect(crossed).toBeLessThan(0.05);
  });

  test('grows by a win as integration by parts says', () => {
    for (const [wins, losses] of [
      [0, 0],
      [3, 9],
      [40, 12],
      [100, 100],
    ] as const) {
      const grown = eValueAfterWin(eValue(wins, losses), wins, losses);
      expect(Math.abs(grown / exactEValue(wins + 1, losses) - 1)).toBeLessThan(1e-10);
    }
  });

  test('stays a number however many pairs there are', () => {
    expect(eValue(5000, 0)).toBe(Number.MAX_VALUE);
    expect(logEValue(5000, 0)).toBeCloseTo(5001 * Math.LN2 - Math.log(5001), 8);
    expect(eValue(0, 5000)).toBeCloseTo(1 / 5001, 12);
  });
});

describe('the shares of alpha', () => {
  test('are at most one together: the sum to a million, and the integral that bounds the rest', () => {
    const last = 1_000_000;
    let sum = 0;
    for (let t = last; t >= 1; t -= 1) sum += spendingShare(t);
    // 1/(x ln² x) is convex, so the integral from n - 1/2 to n + 1/2 is at least its value at n.
    const scale = spendingShare(1) * 2 * Math.LN2 ** 2;
    const rest = scale / Math.log(last + 1.5);
    expect(sum + rest).toBeLessThanOrEqual(1);
    expect(sum + rest).toBeGreaterThan(1 - 1e-9);
  });

  test('decrease', () => {
    for (let t = 1; t < 1000; t += 1) expect(spendingShare(t + 1)).toBeLessThan(spendingShare(t));
  });

  test.each([
    [1, 8],
    [10, 15],
    [100, 20],
    [700, 24],
  ])('at candidate %i, straight wins needed: %i', (t, needed) => {
    const threshold = 1 / spentAlpha(0.05, t);
    expect(exactEValue(needed - 1, 0)).toBeLessThan(threshold);
    expect(exactEValue(needed, 0)).toBeGreaterThanOrEqual(threshold);
  });

  test('uniform divides by the tests planned, and has nothing for more', () => {
    expect(uniformAlpha(0.05, 700, 700)).toBe(0.05 / 700);
    expect(uniformAlpha(0.05, 701, 700)).toBe(0);
  });

  test('e-LOND spends as much again for every accept before', () => {
    expect(eLondAlpha(0.05, 9, 0)).toBe(spentAlpha(0.05, 9));
    expect(eLondAlpha(0.05, 9, 3)).toBeCloseTo(4 * spentAlpha(0.05, 9), 15);
  });
});

describe('what more evidence would cost', () => {
  test('straight wins: to the win that reaches it', () => {
    expect(furtherPairs({ wins: 3, losses: 0, ties: 0 }, 1 / spentAlpha(0.05, 1))).toBe(5);
  });

  test('as many pairs as were tied come with the others', () => {
    expect(furtherPairs({ wins: 3, losses: 0, ties: 3 }, 1 / spentAlpha(0.05, 1))).toBe(10);
  });

  test('at the rate seen it is reached then, and not with a tenth less', () => {
    const further = furtherPairs({ wins: 60, losses: 40, ties: 0 }, 1e4)!;
    const at = (pairs: number): number =>
      exactEValue(Math.round(pairs * 0.6), pairs - Math.round(pairs * 0.6));
    expect(at(100 + further)).toBeGreaterThanOrEqual(1e4);
    expect(at(Math.floor(100 + further * 0.9))).toBeLessThan(1e4);
  });

  test('none where as many are lost as won, or where it would take forever', () => {
    expect(furtherPairs({ wins: 5, losses: 5, ties: 9 }, 4)).toBeNull();
    expect(furtherPairs({ wins: 501, losses: 500, ties: 0 }, 1e6)).toBeNull();
    expect(furtherPairs({ wins: 9, losses: 1, ties: 0 }, Infinity)).toBeNull();
    expect(furtherPairs({ wins: 9, losses: 0, ties: 0 }, 4)).toBe(0);
  });
});
