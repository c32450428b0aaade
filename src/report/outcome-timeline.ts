import type { Outcome, OutcomeCounts } from './outcome.ts';
import { countOutcome, noOutcomes, OUTCOMES } from './outcome.ts';

/** Outcomes of the proposals `from` (inclusive) to `to` (exclusive), counted in the order they were settled. */
export interface TimelineBucket {
  readonly from: number;
  readonly to: number;
  readonly counts: OutcomeCounts;
}

export interface TimelineRecorder {
  readonly add: (outcome: Outcome) => void;
  readonly buckets: () => readonly TimelineBucket[];
}

/** Counts outcomes over time in at most `limit` buckets of equal width; the width doubles when they run out. */
export function createTimeline(limit: number): TimelineRecorder {
  let counts: OutcomeCounts[] = [];
  let width = 1;
  let total = 0;
  return {
    add(outcome) {
      if (total === width * limit) {
        counts = pairUp(counts);
        width *= 2;
      }
      const bucket = Math.floor(total / width);
      counts[bucket] = countOutcome(counts[bucket] ?? noOutcomes, outcome);
      total += 1;
    },
    buckets: () =>
      counts.map((bucket, index) => ({
        from: index * width,
        to: Math.min((index + 1) * width, total),
        counts: bucket,
      })),
  };
}

function pairUp(counts: readonly OutcomeCounts[]): OutcomeCounts[] {
  const pairs: OutcomeCounts[] = [];
  for (let index = 0; index < counts.length; index += 2) {
    pairs.push(sum(counts[index]!, counts[index + 1] ?? noOutcomes));
  }
  return pairs;
}

function sum(left: OutcomeCounts, right: OutcomeCounts): OutcomeCounts {
  const total: { [outcome in Outcome]: number } = { ...left };
  for (const outcome of OUTCOMES) total[outcome] += right[outcome];
  return total;
}
