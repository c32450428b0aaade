import { expect, it } from 'vitest';
import { eValue } from '../acceptance/arithmetic/e-value.ts';
import { createRandom } from '../kernel/random.ts';
import {
  driftBetween,
  levelOf,
  noiseOfPairs,
  normalDistribution,
  plannedPairs,
  repeatPairs,
} from './noise-of-pairs.ts';

const STATISTICS = {
  alpha: 0.05,
  screenPairs: 20,
  screenThreshold: 4,
  maximumPairs: null,
  remeasureEvery: 50,
};

const FIGURES = [
  [5, 6],
  [7, 8],
] as const;

// 1, -1, 1, -1: mean 0, squares sum to 4, deviation sqrt(4 / 3). Two wins, two losses.
it('tells mean, deviation and the two-sided e-value of the pairs', () => {
  const noise = noiseOfPairs([1, -1, 1, -1, 0], FIGURES, STATISTICS, 0);
  expect(noise).toMatchObject({
    pairs: 5,
    wins: 2,
    losses: 2,
    ties: 1,
    mean: 0,
    deviation: 1,
    deterministic: false,
  });
  // For 2 wins, 2 losses the integral is 2 * 2^4 * B(3, 3) / 2 = 16 / 30 on either side.
  expect(noise.eValue).toBeCloseTo(16 / 30, 12);
  expect(noise.threshold).toBe(20);
  expect(noise.effect).toBe(0.5);
});

// The means 1, 3, 5 have the deviation 2: planned for is a gain of half of sqrt(2) times that, so Phi(1/2) of the pairs won.
it('plans for what inputs may make of a gain, where the same inputs give the same figure', () => {
  const figures = [1, 3, 5].map((value) => [value, value] as const);
  const noise = noiseOfPairs([0, 0, 0], figures, STATISTICS, 0);
  expect(noise).toMatchObject({ deterministic: true, deviation: 0, acrossInputs: 2, ties: 3 });
  expect(noise.effect).toBeCloseTo(Math.SQRT2, 12);
  const scattering = noiseOfPairs([1, -1, 1, -1], FIGURES, STATISTICS, 0);
  expect(noise.repeats).toBe(scattering.repeats);
  expect(noise.repeats).toBeGreaterThan(50);
  // A minimum gain far beyond the scatter is seen in the fewest pairs there are.
  expect(noiseOfPairs([0, 0, 0], figures, STATISTICS, 100).repeats).toBe(20);
});

it('sees a side that always wins, whichever it is', () => {
  const sides = [1, -1].map((sign) =>
    noiseOfPairs(
      Array.from({ length: 10 }, () => sign),
      FIGURES,
      STATISTICS,
      0,
    ),
  );
  for (const { eValue: value, threshold } of sides) expect(value).toBeGreaterThan(threshold);
});

it('takes equal sides for a change less often than alpha', () => {
  const random = createRandom('sides');
  const runs = 2000;
  const changes = Array.from({ length: runs }, () => {
    const gains = Array.from({ length: 20 }, () => random.normal());
    const { eValue: value, threshold } = noiseOfPairs(gains, FIGURES, STATISTICS, 0);
    return value >= threshold;
  }).filter(Boolean).length;
  expect(changes / runs).toBeLessThan(0.05);
});

it('knows the normal distribution', () => {
  expect(normalDistribution(0)).toBeCloseTo(0.5, 6);
  expect(normalDistribution(1.959963984540054)).toBeCloseTo(0.975, 6);
  expect(normalDistribution(-1)).toBeCloseTo(0.15865525, 6);
});

it('plans enough pairs to confirm what wins so often, nine times in ten', () => {
  const random = createRandom('plan');
  for (const chance of [0.7, 0.8]) {
    const pairs = plannedPairs(chance, 1000);
    const runs = 2000;
    const confirmed = Array.from({ length: runs }, () => {
      const wins = Array.from({ length: pairs }, () => random.chance(chance)).filter(Boolean).length;
      return eValue(wins, pairs - wins) >= 1000;
    }).filter(Boolean).length;
    expect(confirmed / runs).toBeGreaterThan(0.87);
    expect(confirmed / runs).toBeLessThan(0.97);
  }
});

it('plans as many as it may for what cannot be told from chance, and few for what always wins', () => {
  expect(plannedPairs(0.5, 1000)).toBe(1000);
  expect(plannedPairs(1, 1000)).toBe(20);
});

it('asks more pairs of rules that divide alpha among many tests', () => {
  const gains = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const { screenPairs: _, screenThreshold: __, ...oneStage } = STATISTICS;
  const uniform = noiseOfPairs(gains, FIGURES, { ...oneStage, plannedTests: 10_000 }, 0);
  expect(uniform.repeats).toBeGreaterThan(noiseOfPairs(gains, FIGURES, STATISTICS, 0).repeats);
  expect(repeatPairs(oneStage)).toBe(20);
});

// Median 3, absolute deviations 2 1 0 1 97, their median 1.
it('is moved neither by one wild figure nor by their order', () => {
  expect(levelOf([100, 1, 3, 2, 4])).toEqual({ count: 5, median: 3, scale: 1.4826022185056018 });
});

it('tells a machine that moved from one that scatters', () => {
  const random = createRandom('drift');
  const figures = (shift: number): readonly number[] =>
    Array.from({ length: 40 }, () => 10 + shift + random.normal());
  const start = levelOf(figures(0));
  expect(driftBetween(start, levelOf(figures(0))).drifted).toBe(false);
  expect(driftBetween(start, levelOf(figures(3))).drifted).toBe(true);
  const exact = { count: 5, median: 1, scale: 0 };
  expect(driftBetween(exact, exact)).toEqual({ drift: null, drifted: false });
  expect(driftBetween(exact, { ...exact, median: 2 }).drifted).toBe(true);
});
