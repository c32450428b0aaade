import type { Arrangement } from './arrangement.ts';
import type { CandidateSet } from './candidate-set.ts';

const SAMPLE = 4000;

/**
 * Scores over numbers, greater ones higher up: y is minus the score. The range leaves out the wildest hundredth on
 * either side, but nothing that was kept; who lies beyond stands at its edge.
 */
export function scoreArrangement(set: CandidateSet): Arrangement {
  const { count, number, score, onPath } = set;
  const [low, high] = rangeOf(set);
  const y = new Float32Array(count);
  for (let place = 0; place < count; place += 1)
    y[place] = -(onPath[place] === 1 ? score[place]! : Math.min(high, Math.max(low, score[place]!)));
  return {
    x: number,
    y,
    xRange: [0, Math.max(1, number[count - 1] ?? 1)],
    yRange: [-high, -low],
    lines: [],
  };
}

function rangeOf({ count, score, outcome, outcomes, path }: CandidateSet): readonly [number, number] {
  const step = Math.max(1, Math.floor(count / SAMPLE));
  const sample: number[] = [];
  for (let place = 0; place < count; place += step)
    if (Number.isFinite(score[place])) sample.push(score[place]!);
  sample.sort((left, right) => left - right);
  const kept = outcomes.indexOf('kept');
  const must: number[] = path.map((place) => score[place]!).filter(Number.isFinite);
  for (let place = 0; place < count; place += 1)
    if (outcome[place] === kept && Number.isFinite(score[place])) must.push(score[place]!);
  const low = Math.min(quantile(sample, 0.01), ...extremes(must));
  const high = Math.max(quantile(sample, 0.95), ...extremes(must));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const room = high > low ? (high - low) * 0.04 : Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

function extremes(values: readonly number[]): readonly number[] {
  if (values.length === 0) return [];
  return [
    values.reduce((low, value) => Math.min(low, value), Infinity),
    values.reduce((high, value) => Math.max(high, value), -Infinity),
  ];
}
