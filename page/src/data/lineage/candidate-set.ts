import type { CandidateColumns, CandidateRow } from '../../../../src/surfaces/view/protocol.ts';

/** All candidates of a run by place, in the order of their numbers, and how they descend from each other. */
export interface CandidateSet {
  readonly count: number;
  /** Ascending. */
  readonly number: Int32Array;
  /** Place of the first parent; -1 for the baseline, and for one whose parent is not there. */
  readonly parent: Int32Array;
  /** NaN where it did not pass or is not judged. */
  readonly score: Float64Array;
  /** Place in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Place in `operators`. */
  readonly operator: Uint16Array;
  readonly size: Int32Array;
  readonly outcomes: readonly string[];
  readonly operators: readonly string[];
  /** How many were made of it. */
  readonly children: Int32Array;
  /** Place of the youngest child; -1 without one. */
  readonly lastChild: Int32Array;
  /** Place of the sibling born before; -1 for the oldest. */
  readonly olderSibling: Int32Array;
  /** Numbers of further parents, by place. */
  readonly mates: CandidateColumns['mates'];
  /** Places from the baseline to the incumbent. */
  readonly path: readonly number[];
  /** 1 for those on that path. */
  readonly onPath: Uint8Array;
}

/** Reads columns into typed arrays and links them. */
export function candidateSet(columns: CandidateColumns): CandidateSet {
  const count = columns.number.length;
  const number = new Int32Array(columns.number);
  const parent = new Int32Array(count).fill(-1);
  const children = new Int32Array(count);
  const lastChild = new Int32Array(count).fill(-1);
  const olderSibling = new Int32Array(count).fill(-1);
  for (let place = 0; place < count; place += 1) {
    const from = columns.parent[place]!;
    const found = from < 0 ? -1 : placeOf(number, from);
    // A parent is older than its child; anything else would never end.
    if (found === -1 || found >= place) continue;
    parent[place] = found;
    olderSibling[place] = lastChild[found]!;
    lastChild[found] = place;
    children[found]! += 1;
  }
  const path = columns.winnerPath.map((one) => placeOf(number, one)).filter((place) => place !== -1);
  const onPath = new Uint8Array(count);
  const score = new Float64Array(count);
  for (let place = 0; place < count; place += 1) score[place] = columns.score[place] ?? NaN;
  for (const place of path) onPath[place] = 1;
  return {
    count,
    number,
    parent,
    score,
    outcome: new Uint8Array(columns.outcome),
    operator: new Uint16Array(columns.operator),
    size: new Int32Array(columns.size),
    outcomes: columns.outcomes,
    operators: columns.operators,
    children,
    lastChild,
    olderSibling,
    mates: columns.mates,
    path,
    onPath,
  };
}

/** Where a number stands in an ascending list, by halving; -1 where it does not. */
export function placeOf(numbers: ArrayLike<number>, wanted: number): number {
  const place = firstFrom(numbers, wanted);
  return numbers[place] === wanted ? place : -1;
}

/** The place of the first number in an ascending list that is not below `least`; the length where all are. */
export function firstFrom(numbers: ArrayLike<number>, least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places from the first ancestor down to the candidate itself. */
export function ancestry({ parent }: Pick<CandidateSet, 'parent'>, place: number): readonly number[] {
  const line: number[] = [];
  for (let at = place; at !== -1; at = parent[at]!) line.push(at);
  return line.toReversed();
}

/**
 * Columns with what the live stream told since. A row that is there already is replaced; one that comes late, with a
 * smaller number than the last, makes it impossible: null, ask for all columns again.
 */
export function withRows(columns: CandidateColumns, rows: readonly CandidateRow[]): CandidateColumns | null {
  const next = {
    number: [...columns.number],
    parent: [...columns.parent],
    score: [...columns.score],
    outcome: [...columns.outcome],
    operator: [...columns.operator],
    size: [...columns.size],
    outcomes: [...columns.outcomes],
    operators: [...columns.operators],
  };
  let winner = columns.winnerPath.at(-1) ?? 0;
  for (const [number, parent, score, outcome, operator, size] of rows) {
    const known = placeOf(next.number, number);
    if (known === -1 && number < (next.number.at(-1) ?? -1)) return null;
    const place = known === -1 ? next.number.length : known;
    next.number[place] = number;
    next.parent[place] = parent;
    next.score[place] = score;
    next.outcome[place] = nameAt(next.outcomes, outcome);
    next.operator[place] = nameAt(next.operators, operator);
    next.size[place] = size;
    // Whoever is kept takes the incumbent's place.
    if (outcome === 'kept') winner = number;
  }
  const winnerPath =
    winner === columns.winnerPath.at(-1) ? columns.winnerPath : pathTo(next.number, next.parent, winner);
  return { ...next, mates: columns.mates, winnerPath };
}

function pathTo(numbers: readonly number[], parents: readonly number[], number: number): readonly number[] {
  const path: number[] = [];
  for (let place = placeOf(numbers, number); place !== -1;) {
    path.push(numbers[place]!);
    const parent = parents[place]!;
    place = parent >= numbers[place]! ? -1 : placeOf(numbers, parent);
  }
  return path.toReversed();
}

/** Its place in the list, where it is put at the end if it is new. */
function nameAt(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known === -1 ? names.push(name) - 1 : known;
}
