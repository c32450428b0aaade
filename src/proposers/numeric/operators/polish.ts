import { maximizeConstrained, type ConstrainedMaximum } from '../optimise/augmented-lagrangian.ts';
import type { Optimiser, Search } from '../operator.ts';

const LAGRANGIAN = {
  rounds: 14,
  penalty: 10,
  growth: 5,
  greatestPenalty: 1e6,
  local: { memory: 12, iterations: 150, gradientTolerance: 1e-10 },
} as const;

/** Where the search is near enough to a local maximum to tell whether it is worth going on. */
const TELLING_ROUND = 3;
const TELLING_VIOLATION = 1e-3;

/** The local maximum near the parent: the method of multipliers around L-BFGS. */
export const polish: Optimiser = {
  id: 'polish',
  apply: (parent, search) => polishFrom(parent.point, search, -Infinity),
};

/**
 * The local maximum that a start leads to, or null when it is not feasible or clearly, by more than the violation that
 * is left can explain, below `worthwhile`.
 */
export function polishFrom(
  start: Float64Array,
  { problem, meter, margin }: Search,
  worthwhile: number,
): ConstrainedMaximum | null {
  const reached = maximizeConstrained(
    problem,
    start,
    { ...LAGRANGIAN, margin },
    meter,
    (value, violation, round) =>
      round >= TELLING_ROUND &&
      violation < TELLING_VIOLATION &&
      value < worthwhile - violation * Math.max(1, Math.abs(worthwhile)),
  );
  return reached.violation <= 0 && Number.isFinite(reached.value) ? reached : null;
}
