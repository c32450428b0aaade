import type { Random } from '../../../src/kernel/random.ts';
import type { Network } from '../../sorting-network/oracle/network.ts';
import { firstUnsorted } from '../../sorting-network/oracle/network.ts';

/** As many as there are in the static suite, so that neither has more tests. */
const CHALLENGES = 10;
/** Faulty relatives of the network that each challenge is tried on. */
const VARIANTS = 16;

export type Challenges = readonly (readonly number[])[];

/** Reads a candidate's challenges: ten inputs of finite numbers, one for each wire. Null when they are anything else. */
export function readChallenges(value: unknown, wires: number): Challenges | null {
  if (!Array.isArray(value) || value.length !== CHALLENGES) return null;
  const sound = value.every(
    (input: unknown) =>
      Array.isArray(input) && input.length === wires && input.every((number) => Number.isFinite(number)),
  );
  return sound ? (value as Challenges) : null;
}

export interface Rates {
  /** By challenge: the share of variants that sort it. */
  readonly mastered: readonly number[];
  /** Share of the challenges that tell the variants apart just as an earlier one does. */
  readonly alike: number;
}

/**
 * Tries every challenge on relatives of the network, each with one comparator taken out or put between two other wires.
 * Whether a relative sorts everything is not asked: that would take the exact oracle.
 */
export function tryChallenges(network: Network, challenges: Challenges, random: Random): Rates {
  const wires = challenges[0]!.length;
  const variants = Array.from({ length: VARIANTS }, () => vary(network, wires, random));
  const outcomes = challenges.map((input) =>
    variants.map((variant) => firstUnsorted(variant, [input]) === null),
  );
  const mastered = outcomes.map((sorted) => sorted.filter(Boolean).length / VARIANTS);
  const distinct = new Set(outcomes.map((sorted) => sorted.join())).size;
  return { mastered, alike: 1 - distinct / challenges.length };
}

/** Comparisons that trying them takes, at most: the cost beside the exact oracle's. */
export function comparisonsOf(network: Network, challenges: Challenges): number {
  return VARIANTS * challenges.length * network.length;
}

function vary(network: Network, wires: number, random: Random): Network {
  if (network.length === 0) return network;
  const changed = random.below(network.length);
  if (random.chance(0.5)) return network.filter((_, index) => index !== changed);
  const low = random.below(wires - 1);
  const high = low + 1 + random.below(wires - 1 - low);
  return network.map((comparator, index) => (index === changed ? [low, high] : comparator));
}
