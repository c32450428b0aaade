import type { Objective } from '../../../../src/kernel/objective.ts';
import { clamp, maximumOf, minimumOf } from '../../../../src/report/format.ts';
import type { Arrangement } from './arrangement.ts';
import type { CandidateSet } from './candidate-set.ts';

const SAMPLE = 4000;

/**
 * Scores over numbers, greater ones higher up: y is minus the score. The range reaches over all that was kept,
 * and beyond its worst by as much again: what is worse or stranger stands at the edge.
 */
export function scoreArrangement(set: CandidateSet, direction: Objective['direction']): Arrangement {
  const { count, number, score, onPath } = set;
  const [low, high] = rangeOf(set, direction);
  const y = new Float32Array(count);
  for (let place = 0; place < count; place += 1)
    y[place] = -(onPath[place] === 1 ? score[place]! : clamp(score[place]!, low, high));
  return {
    x: number,
    y,
    xRange: [0, Math.max(1, number[count - 1] ?? 1)],
    yRange: [-high, -low],
    lines: [],
  };
}

function rangeOf(
  { count, score, outcome, outcomes, onPath }: CandidateSet,
  direction: Objective['direction'],
): readonly [number, number] {
  const kept = outcomes.indexOf('kept');
  const shown: number[] = [];
  const rest: number[] = [];
  const step = Math.max(1, Math.floor(count / SAMPLE));
  for (let place = 0; place < count; place += 1) {
    if (!Number.isFinite(score[place])) continue;
    if (outcome[place] === kept || onPath[place] === 1) shown.push(score[place]!);
    else if (place % step === 0) rest.push(score[place]!);
  }
  const all = shown.length > 0 ? shown : rest;
  if (all.length === 0) return [0, 1];
  const low = minimumOf(all);
  const high = maximumOf(all);
  const worse = quantile(rest, direction === 'minimize' ? 0.9 : 0.1) ?? low;
  const spread = high - low || Math.abs(worse - low) || Math.abs(high) * 0.1 || 1;
  const reach = direction === 'minimize' ? Math.max(high, Math.min(worse, high + spread)) : high;
  const depth = direction === 'maximize' ? Math.min(low, Math.max(worse, low - spread)) : low;
  const room = 0.06 * (reach - depth || spread);
  return [depth - room, reach + room];
}

function quantile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((left, right) => left - right)[Math.round(share * (values.length - 1))];
}
