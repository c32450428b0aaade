import type { Random } from '../kernel/random.ts';

/** What a bandit remembers of one arm. */
export type Arm = {
  /** Times it was tried. */
  readonly tried: number;
  /** The same, discounted. */
  readonly weight: number;
  /** Discounted sum of exp(gain) - 1. */
  readonly reward: number;
};

export type BanditState = {
  readonly arms: readonly Arm[];
  /** The largest reward seen, discounted; 0 while nothing gained. */
  readonly largest: number;
};

export interface BanditConstants {
  readonly exploration: number;
  readonly epsilon: number;
  readonly decay: number;
}

/** Past it the exponential leaves what a double holds; after the first discount such rewards are equal anyhow. */
const LARGEST_GAIN = 500;

export function startBandit(arms: number): BanditState {
  return { arms: Array.from({ length: arms }, () => ({ tried: 0, weight: 0, reward: 0 })), largest: 0 };
}

/**
 * Probabilities of the arms under the asymmetric UCB1 of ShinkaEvolve @9912af1 (shinka/llm/prioritization.py,
 * AsymmetricUCB): mean reward over the largest reward, plus c sqrt(2 ln max(t, 2) / tried); the winners share 1 - epsilon,
 * the others epsilon. Arms that were never tried come first, uniformly.
 */
export function armProbabilities(
  { arms, largest }: BanditState,
  { exploration, epsilon }: Pick<BanditConstants, 'exploration' | 'epsilon'>,
): readonly number[] {
  const untried = arms.filter(({ tried }) => tried === 0).length;
  if (untried > 0) return arms.map(({ tried }) => (tried === 0 ? 1 / untried : 0));
  const turns = arms.reduce((sum, { tried }) => sum + tried, 0);
  const bounds = arms.map(
    (arm) =>
      (largest > 0 ? meanReward(arm) / largest : 0) +
      exploration * Math.sqrt((2 * Math.log(Math.max(turns, 2))) / arm.tried),
  );
  const highest = Math.max(...bounds);
  const winners = bounds.filter((bound) => bound === highest).length;
  const losers = arms.length - winners;
  if (losers === 0) return arms.map(() => 1 / arms.length);
  return bounds.map((bound) => (bound === highest ? (1 - epsilon) / winners : epsilon / losers));
}

/**
 * The bandit after an arm was tried: its reward is exp(gain) - 1 for a gain over what it started from, and 0 without one.
 * All memory is discounted after each try by the source's rule, S to decay S / (1 + (1 - decay) S).
 */
export function rewardArm(
  { arms, largest }: BanditState,
  index: number,
  gain: number,
  { decay }: Pick<BanditConstants, 'decay'>,
): BanditState {
  const reward = Math.expm1(Math.min(Math.max(gain, 0), LARGEST_GAIN));
  const discount = (sum: number): number => (decay * sum) / (1 + (1 - decay) * sum);
  const discounted = arms.map((arm, at) => {
    const isTried = at === index;
    return {
      tried: arm.tried + (isTried ? 1 : 0),
      weight: (arm.weight + (isTried ? 1 : 0)) * decay,
      reward: discount(arm.reward + (isTried ? reward : 0)),
    };
  });
  const seen = Math.max(largest, reward);
  return {
    arms: discounted,
    largest: seen > 0 ? Math.max(discount(seen), ...discounted.map(meanReward)) : 0,
  };
}

export function drawArm(state: BanditState, random: Random, constants: BanditConstants): number {
  let rest = random.next();
  const probabilities = armProbabilities(state, constants);
  const index = probabilities.findIndex((probability) => (rest -= probability) < 0);
  return index === -1 ? probabilities.findLastIndex((probability) => probability > 0) : index;
}

function meanReward({ reward, weight }: Arm): number {
  return reward / Math.max(weight, 1e-7);
}
