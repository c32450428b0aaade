import type { Provenance } from '../kernel/candidate.ts';
import type { OperatorTally } from './history.ts';
import type { Outcome } from './outcome.ts';
import { countOutcome, noOutcomes } from './outcome.ts';
import { capped } from './text.ts';

const OPERATORS = 40;
const OTHERS = 'others';

export interface OperatorTallyRecorder {
  readonly add: (provenance: Provenance, outcome: Outcome) => void;
  /** Most keeps first, then most proposals. */
  readonly tallies: () => readonly OperatorTally[];
}

/** Counts what became of each operator's proposals; past a fixed number of operators, the rest count as one. */
export function createOperatorTally(): OperatorTallyRecorder {
  const tallies = new Map<string, OperatorTally>();
  return {
    add(provenance, outcome) {
      const proposer = capped(provenance.proposer, 60);
      const operator = capped(provenance.operator, 60);
      const key = JSON.stringify([proposer, operator]);
      const full = tallies.size >= OPERATORS && !tallies.has(key);
      const known = tallies.get(full ? OTHERS : key);
      const fresh = full
        ? { proposer: OTHERS, operator: OTHERS, outcomes: noOutcomes }
        : { proposer, operator, outcomes: noOutcomes };
      const tally = known ?? fresh;
      tallies.set(full ? OTHERS : key, { ...tally, outcomes: countOutcome(tally.outcomes, outcome) });
    },
    tallies: () =>
      [...tallies.values()].toSorted(
        (left, right) => right.outcomes.kept - left.outcomes.kept || totalOf(right) - totalOf(left),
      ),
  };
}

/** Proposals an operator made, refused ones included. */
export function totalOf(tally: OperatorTally): number {
  return Object.values(tally.outcomes).reduce((sum, count) => sum + count, 0);
}
