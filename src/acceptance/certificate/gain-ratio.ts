import type { GainRatio } from '../../kernel/certificate.ts';
import type { Random } from '../../kernel/random.ts';
import { createRandom } from '../../kernel/random.ts';

/** A gain with its place among the keeps. */
interface Gain {
  readonly index: number;
  readonly log: number;
}

const FEWEST = 4;
/** More would change the fit little, and every pair of them is looked at. */
const MOST = 30;
const RESAMPLES = 999;

/**
 * Fits ln(gain) over the number of the keep by the median of the slopes of all pairs (Theil 1950, Sen 1968); the ratio is
 * e to that slope. The interval is the percentile bootstrap over the keeps, from a fixed seed. Null below four gains.
 *
 * If gains go on as g r, g r², ... the figure has g r / (1 - r) to go.
 *
 * @param gains of the keeps in their order; those that are not above zero are left out
 * @param reached the incumbent's figure
 * @param direction +1 where gains add to the figure, -1 where they lower it
 */
export function gainRatio(gains: readonly number[], reached: number, direction: 1 | -1): GainRatio | null {
  const points = gains
    .flatMap((gain, index): readonly Gain[] => (gain > 0 ? [{ index, log: Math.log(gain) }] : []))
    .slice(-MOST);
  if (points.length < FEWEST) return null;
  const slope = medianSlope(points)!;
  const ratio = Math.exp(slope);
  const interval = bootstrap(points, createRandom('gain-ratio'));
  const last = points.at(-1)!;
  const fitted = Math.exp(
    medianOf(Float64Array.from(points, ({ index, log }) => log - slope * index)) + slope * last.index,
  );
  return {
    gains: points.length,
    ratio,
    interval,
    limit: ratio < 1 ? reached + (direction * fitted * ratio) / (1 - ratio) : null,
    bounded: interval[1] < 1,
  };
}

/** Null where all points lie at one place. */
function medianSlope(points: readonly Gain[]): number | null {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (let first = 0; first < points.length; first += 1) {
    const left = points[first]!;
    for (let second = first + 1; second < points.length; second += 1) {
      const right = points[second]!;
      if (left.index === right.index) continue;
      slopes[count] = (right.log - left.log) / (right.index - left.index);
      count += 1;
    }
  }
  return count === 0 ? null : medianOf(slopes.subarray(0, count));
}

function bootstrap(points: readonly Gain[], random: Random): readonly [number, number] {
  const ratios: number[] = [];
  while (ratios.length < RESAMPLES) {
    const slope = medianSlope(points.map(() => random.pick(points)));
    if (slope !== null) ratios.push(Math.exp(slope));
  }
  ratios.sort((left, right) => left - right);
  return [ratios[Math.floor(RESAMPLES * 0.025)]!, ratios[Math.floor(RESAMPLES * 0.975)]!];
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
