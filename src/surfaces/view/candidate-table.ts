import type { Candidate } from '../../kernel/candidate.ts';
import { createGrowingNumbers } from './growing-numbers.ts';
import { createNames } from './names.ts';
import type { CandidateColumns, CandidateRow } from './protocol.ts';

/** What became of a candidate, or that it is still open. */
export type RowOutcome =
  | 'baseline'
  | 'open'
  | 'kept'
  | 'discarded'
  | 'invalid'
  | 'inconclusive'
  | 'escalated';

const OUTCOMES: readonly RowOutcome[] = [
  'baseline',
  'open',
  'kept',
  'discarded',
  'invalid',
  'inconclusive',
  'escalated',
];

/** Operators told apart; the rest are one. */
const OPERATORS = 400;

/** Every candidate of a run in a few numbers each, so that very many fit. */
export interface CandidateTable {
  readonly length: () => number;
  /** A candidate that is there already keeps its place and becomes open again. */
  readonly open: (candidate: Candidate, outcome: RowOutcome) => void;
  readonly settle: (number: number, score: number | null, outcome: RowOutcome) => void;
  readonly children: (number: number) => readonly number[];
  readonly row: (number: number) => CandidateRow | null;
  /** @param incumbent where the winner's path ends */
  readonly columns: (incumbent: number) => CandidateColumns;
}

export function createCandidateTable(): CandidateTable {
  const numbers = createGrowingNumbers(Int32Array);
  const parents = createGrowingNumbers(Int32Array);
  const scores = createGrowingNumbers(Float64Array);
  const outcomes = createGrowingNumbers(Uint8Array);
  const operators = createGrowingNumbers(Uint16Array);
  const sizes = createGrowingNumbers(Int32Array);
  const mates = new Map<number, readonly number[]>();
  const names = createNames(OPERATORS);

  /** Numbers ascend: found by halving. -1 where there is none. */
  const placeOf = (number: number): number => {
    let [low, high] = [0, numbers.length() - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = numbers.at(middle);
      if (found === number) return middle;
      if (found < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
  const scoreAt = (place: number): number | null => {
    const score = scores.at(place);
    return Number.isNaN(score) ? null : score;
  };
  const pathTo = (number: number): readonly number[] => {
    const path: number[] = [];
    for (let place = placeOf(number); place !== -1;) {
      const own = numbers.at(place);
      path.push(own);
      const parent = parents.at(place);
      // A parent is older than its child: anything else is a forged record and would never end.
      place = parent >= own ? -1 : placeOf(parent);
    }
    return path.toReversed();
  };

  return {
    length: () => numbers.length(),
    open({ number, parents: from, provenance, size }, outcome) {
      const place = placeOf(number);
      if (place !== -1) return outcomes.set(place, OUTCOMES.indexOf(outcome));
      // The ledger's numbers ascend; one that does not is no row of a sound run.
      if (numbers.length() > 0 && number < numbers.at(numbers.length() - 1)) return;
      if (from.length > 1) mates.set(numbers.length(), from.slice(1, 1 + MOST_MATES));
      numbers.push(number);
      parents.push(from[0] ?? -1);
      scores.push(NaN);
      outcomes.push(OUTCOMES.indexOf(outcome));
      operators.push(names.placeOf(`${provenance.proposer} ${provenance.operator}`));
      sizes.push(size);
    },
    settle(number, score, outcome) {
      const place = placeOf(number);
      scores.set(place, score ?? NaN);
      outcomes.set(place, OUTCOMES.indexOf(outcome));
    },
    children(number) {
      const found: number[] = [];
      for (let place = 0; place < numbers.length() && found.length < MOST_CHILDREN; place += 1) {
        if (parents.at(place) === number || mates.get(place)?.includes(number) === true)
          found.push(numbers.at(place));
      }
      return found;
    },
    row(number) {
      const place = placeOf(number);
      if (place === -1) return null;
      const outcome = OUTCOMES[outcomes.at(place)]!;
      const operator = names.list()[operators.at(place)]!;
      return [number, parents.at(place), scoreAt(place), outcome, operator, sizes.at(place)];
    },
    columns: (incumbent) => ({
      number: numbers.values(),
      parent: parents.values(),
      mates: Object.fromEntries(mates),
      score: scores.values().map((score) => (Number.isNaN(score) ? null : score)),
      outcome: outcomes.values(),
      operator: operators.values(),
      outcomes: OUTCOMES,
      operators: names.list(),
      size: sizes.values(),
      winnerPath: pathTo(incumbent),
    }),
  };
}

const MOST_MATES = 8;
const MOST_CHILDREN = 1000;
