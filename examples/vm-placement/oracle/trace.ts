import type { Random } from 'fulcrum';

export const HOST = { cores: 16, memory: 32 } as const;

export interface Size {
  readonly cores: number;
  readonly memory: number;
}

/** Sizes there are: powers of two of cores, with one, two or four units of memory each, as far as a host holds them. */
export const SIZES: readonly Size[] = [1, 2, 4, 8].flatMap((cores) =>
  [1, 2, 4].map((ratio) => ({ cores, memory: cores * ratio })),
);

/** A machine that comes and goes. */
export interface Arrival {
  /** Index into {@link SIZES}. */
  readonly size: number;
  /** Hours from the trace's beginning. */
  readonly from: number;
  readonly until: number;
}

/** In the order of arrival. */
export type Trace = readonly Arrival[];

/** How often each size is asked for and how long machines live. */
export interface Mix {
  /** Relative frequency of 1, 2, 4 and 8 cores. */
  readonly cores: readonly [number, number, number, number];
  /** Relative frequency of 1, 2 and 4 units of memory a core. */
  readonly ratios: readonly [number, number, number];
  /** Share of machines that live for a day rather than hours. */
  readonly longLived: number;
}

/** Many small machines, memory in balance with cores. */
export const TRAINING_MIX: Mix = { cores: [5, 4, 2, 1], ratios: [3, 4, 3], longLived: 0.2 };

/** Larger machines, more of them short of memory or short of cores, and more that stay. */
export const OTHER_MIX: Mix = { cores: [2, 3, 3, 2], ratios: [4, 1, 5], longLived: 0.4 };

const SHORT_HOURS = 4;
const LONG_HOURS = 24;
const ARRIVALS_PER_HOUR = 20;

/**
 * Synthetic traces: Poisson arrivals, sizes drawn independently, lives exponential with a short and a long mean. No
 * trace of a real data centre has been looked at for it.
 */
export function drawTraces(random: Random, mix: Mix, count: number, length: number): readonly Trace[] {
  return Array.from({ length: count }, () => {
    let now = 0;
    return Array.from({ length }, () => {
      now += exponential(random, 1 / ARRIVALS_PER_HOUR);
      const size = drawIndex(random, mix.cores) * 3 + drawIndex(random, mix.ratios);
      const mean = random.chance(mix.longLived) ? LONG_HOURS : SHORT_HOURS;
      return { size, from: now, until: now + exponential(random, mean) };
    });
  });
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}

function drawIndex(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (rest -= weight) < 0);
  return index === -1 ? weights.length - 1 : index;
}
