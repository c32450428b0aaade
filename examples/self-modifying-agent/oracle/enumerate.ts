import { BITS, type Landscape } from './landscape.ts';

/** Points that may be tried on one task. */
export const BUDGETS = [400, 3000] as const;

export type PointBudget = (typeof BUDGETS)[number];

/** What is known of a landscape when all 2^20 points have been looked at. */
export interface Survey {
  readonly mean: number;
  readonly deviation: number;
  readonly optimum: number;
  /** Expected best of as many points drawn at random with replacement, for each budget. */
  readonly drawn: readonly number[];
}

/** Steps that values are sorted into: the expectation is exact to one of them. */
const STEPS = 2 ** 16;

/** Looks at every point. */
export function surveyOf(landscape: Landscape): Survey {
  const values = Float64Array.from({ length: 2 ** BITS }, (_, point) => landscape(point));
  let sum = 0;
  let least = Infinity;
  let optimum = -Infinity;
  for (const value of values) {
    sum += value;
    if (value < least) least = value;
    if (value > optimum) optimum = value;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const counts = new Uint32Array(STEPS);
  const step = (optimum - least) / (STEPS - 1);
  for (const value of values) counts[Math.round((value - least) / step)]! += 1;
  return {
    mean,
    deviation: Math.sqrt(squares / values.length),
    optimum,
    drawn: BUDGETS.map((budget) => expectedBest(counts, budget, (index) => least + index * step)),
  };
}

/** E[max of B draws] = sum of v (F(v)^B - F(v-)^B) over the values, F their distribution. */
function expectedBest(counts: Uint32Array, budget: number, valueOf: (index: number) => number): number {
  let expected = 0;
  let below = 0;
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    seen += count;
    const upTo = (seen / 2 ** BITS) ** budget;
    expected += valueOf(index) * (upTo - below);
    below = upTo;
  }
  return expected;
}
