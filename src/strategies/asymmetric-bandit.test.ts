import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armProbabilities, rewardArm, startBandit, type BanditState } from './asymmetric-bandit.ts';

const CONSTANTS = { exploration: 1, epsilon: 0.2, decay: 0.95 };

const play = (arms: number, pulls: readonly (readonly [number, number])[], decay = 0.95): BanditState =>
  pulls.reduce((state, [arm, gain]) => rewardArm(state, arm, gain, { decay }), startBandit(arms));

test('arms that were never tried come first, uniformly', () => {
  expect(armProbabilities(startBandit(4), CONSTANTS)).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(armProbabilities(play(3, [[1, 2]]), CONSTANTS)).toEqual([0.5, 0, 0.5]);
});

test('the arm with the highest bound has 1 - epsilon, the others share epsilon', () => {
  const state = play(3, [
    [0, 0],
    [1, 3],
    [2, 0],
  ]);
  expect(armProbabilities(state, CONSTANTS)).toEqual([0.1, 0.8, 0.1]);
});

test('the bound is mean over largest plus c sqrt(2 ln t / n)', () => {
  // Without decay: rewards e - 1 and 0 for arm 0, (e^0.5 - 1) for arm 1; largest e - 1; means 1/2 and 0.3775.
  const state = play(
    2,
    [
      [0, 1],
      [0, -4],
      [1, 0.5],
    ],
    1,
  );
  const [first, second] = [Math.sqrt(Math.log(3)), Math.sqrt(2 * Math.log(3))];
  const relative = Math.expm1(0.5) / Math.expm1(1);
  for (const exploration of [0, 0.1, 0.2, 0.3, 0.5, 1]) {
    const leads = 0.5 + exploration * first > relative + exploration * second;
    const probabilities = armProbabilities(state, { exploration, epsilon: 0.1 });
    expect(probabilities[leads ? 0 : 1]).toBeCloseTo(0.9, 12);
  }
});

describe('against the source, which computes in logarithms', () => {
  /** shinka/llm/prioritization.py, class AsymmetricUCB with its defaults, written from its formulas. */
  function inLogarithms(arms: number, pulls: readonly (readonly [number, number])[], decay: number) {
    const sums = Array<number>(arms).fill(-Infinity);
    const weights = Array<number>(arms).fill(0);
    let largest = -Infinity;
    const shrink = (log: number): number =>
      log > 0
        ? Math.log(decay) - Math.log(1 - decay + Math.exp(-log))
        : log + Math.log(decay) - Math.log1p((1 - decay) * Math.exp(log));
    for (const [arm, gain] of pulls) {
      const reward = Math.log(Math.expm1(Math.max(gain, 0)));
      const [high, low] = [Math.max(sums[arm]!, reward), Math.min(sums[arm]!, reward)];
      sums[arm] = low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
      weights[arm]! += 1;
      largest = Math.max(largest, reward);
      for (let index = 0; index < arms; index += 1) {
        weights[index]! *= decay;
        sums[index] = shrink(sums[index]!);
      }
      const means = sums.map((sum, index) => sum - Math.log(Math.max(weights[index]!, 1e-7)));
      if (largest !== -Infinity) largest = Math.max(shrink(largest), ...means);
    }
    return sums.map((sum, index) => Math.exp(sum - Math.log(Math.max(weights[index]!, 1e-7)) - largest));
  }

  test('the relative means are the same', () => {
    const pull = fc.tuple(fc.nat(2), fc.double({ min: -2, max: 40, noNaN: true }));
    fc.assert(
      fc.property(fc.array(pull, { minLength: 1, maxLength: 60 }), (pulls) => {
        const { arms, largest } = play(3, pulls);
        fc.pre(largest > 1e-9);
        const reference = inLogarithms(3, pulls, 0.95);
        for (const [index, { reward, weight }] of arms.entries())
          expect(reward / Math.max(weight, 1e-7) / largest).toBeCloseTo(reference[index]!, 6);
      }),
    );
  });
});

test('stays finite whatever is gained', () => {
  const state = play(2, [
    [0, 1e300],
    [1, -1e300],
    [0, 1e300],
  ]);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  for (const probability of armProbabilities(state, CONSTANTS)) expect(probability).toBeGreaterThan(0);
});
