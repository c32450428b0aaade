import { expect, it } from 'vitest';
import { createRandom, randomFrom } from '../../kernel/random.ts';
import { laplace, thresholdoutAnswer } from './thresholdout.ts';

const LIMITS = { threshold: 0.04, noise: 0.01 };
/** Draws 1/2: every Laplace deviate is 0. */
const still = randomFrom(() => 0.5);

it('tells the visible figure while the held-out one is near, the held-out one when it is not', () => {
  expect(thresholdoutAnswer(0.7, 0.661, LIMITS, still, still)).toEqual({ released: 0.7, spent: false });
  expect(thresholdoutAnswer(0.7, 0.659, LIMITS, still, still)).toEqual({ released: 0.659, spent: true });
});

it('draws noise of the Laplace distribution: mean 0, mean absolute value b, variance 2 b²', () => {
  const random = createRandom('laplace');
  const count = 40_000;
  const draws = Array.from({ length: count }, () => laplace(3, random));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  // Five standard errors: sqrt(2) b, b, sqrt(20) b² over sqrt(n).
  expect(Math.abs(mean(draws))).toBeLessThan((5 * Math.SQRT2 * 3) / Math.sqrt(count));
  expect(Math.abs(mean(draws.map(Math.abs)) - 3)).toBeLessThan((5 * 3) / Math.sqrt(count));
  const squares = mean(draws.map((draw) => draw * draw));
  expect(Math.abs(squares - 18)).toBeLessThan((5 * Math.sqrt(20) * 9) / Math.sqrt(count));
});

it('stays finite at the ends of the unit interval', () => {
  for (const end of [0, 1 - 2 ** -53])
    expect(
      laplace(
        1,
        randomFrom(() => end),
      ),
    ).toSatisfy(Number.isFinite);
});

/*
 * At a distance of exactly T the answer is spent where gamma + eta < 0: half the time, as both are symmetric. Far beyond
 * it always, far below never: P(gamma + eta > 50 sigma) is below 2e-5.
 */
it('spends at the threshold half the time, far from it always or never', () => {
  const random = createRandom('threshold');
  const spent = (heldOut: number): number =>
    Array.from({ length: 2000 }, () => thresholdoutAnswer(0, heldOut, LIMITS, random, random)).filter(
      (answer) => answer.spent,
    ).length / 2000;
  expect(spent(0.04)).toBeGreaterThan(0.44);
  expect(spent(0.04)).toBeLessThan(0.56);
  expect(spent(0.6)).toBe(1);
});
