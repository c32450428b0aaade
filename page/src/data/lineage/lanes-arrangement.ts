import type { Objective } from '../../../../src/kernel/objective.ts';
import type { Arrangement, LifeLine } from './arrangement.ts';
import type { CandidateSet } from './candidate-set.ts';
import { createHeap } from './heap.ts';

/** Half the height of a lane that dots may take. */
const REACH = 0.42;
/** Numbers left free between two lines in one lane. */
const GAP = 2;

/**
 * Lines of descent over time: the way to the winner is one straight line in the middle, whoever else was built on has a
 * line of its own beside it, from its birth to that of its youngest child, in the nearest lane that is free so long.
 * What was made of it stands along its line: above where it is better than it, below where it is worse or failed.
 */
export function lanesArrangement(set: CandidateSet, direction: Objective['direction']): Arrangement {
  const { count, number, parent, onPath } = set;
  const lines = packLines(set);
  const lineOf = new Int32Array(count).fill(-1);
  const laterLineOf = new Map<number, number>();
  for (const [place, { owner, later }] of lines.entries()) {
    if (later) laterLineOf.set(owner, place);
    else lineOf[owner] = place;
  }
  /** The lane that a candidate's line runs in at a time. */
  const laneAt = (owner: number, time: number): number => {
    const own = lines[lineOf[owner]!];
    if (own === undefined) return 0;
    const later = laterLineOf.get(owner);
    return time > own.to && later !== undefined ? lines[later]!.lane : own.lane;
  };

  const offset = offsets(set, direction);
  const y = new Float32Array(count);
  let [low, high] = [0, 0];
  for (let place = 0; place < count; place += 1) {
    const from = parent[place]!;
    const isBuiltOn = lineOf[place] !== -1 || onPath[place] === 1;
    y[place] = isBuiltOn
      ? laneAt(place, number[place]!)
      : from === -1
        ? 0
        : laneAt(from, number[place]!) + offset[place]!;
  }
  for (const { lane } of lines) {
    low = Math.min(low, lane);
    high = Math.max(high, lane);
  }
  const drawn = lines.map(({ owner, from, to, lane, later }): LifeLine => {
    const origin = parent[owner]!;
    const base = later ? laneAt(owner, number[owner]!) : origin === -1 ? lane : laneAt(origin, from);
    return { owner, from, to, y: lane, base };
  });
  return {
    x: number,
    y,
    xRange: [0, Math.max(1, number[count - 1] ?? 1)],
    yRange: [low - 0.5, high + 0.5],
    lines: drawn.toSorted((left, right) => right.to - right.from - (left.to - left.from)),
  };
}

interface PackedLine {
  readonly owner: number;
  readonly from: number;
  readonly to: number;
  readonly lane: number;
  /** It goes on beside the winner's way after its heir was born. */
  readonly later: boolean;
}

function packLines(set: CandidateSet): readonly PackedLine[] {
  const { count, number, children, lastChild, onPath, path } = set;
  const trunk = path.map((owner, step): PackedLine => {
    const from = number[owner]!;
    const heir = path[step + 1];
    const to = heir === undefined ? Math.max(from, endOf(set, owner)) : number[heir]!;
    return { owner, from, to, lane: 0, later: false };
  });
  const waiting = trunk
    .filter(({ owner, to }) => endOf(set, owner) > to)
    .map(({ owner, to }) => ({ owner, from: to, to: endOf(set, owner), later: true }));
  for (let owner = 0; owner < count; owner += 1) {
    if (children[owner]! > 0 && onPath[owner] === 0)
      waiting.push({ owner, from: number[owner]!, to: number[lastChild[owner]!]!, later: false });
  }
  waiting.sort((left, right) => left.from - right.from);

  const free = createHeap<number>((rank) => rank);
  const taken = createHeap<{ readonly rank: number; readonly until: number }>(({ until }) => until);
  let lanes = 0;
  const packed = waiting.map((line): PackedLine => {
    while ((taken.least()?.until ?? Infinity) < line.from) free.push(taken.pop()!.rank);
    const rank = free.pop() ?? lanes++;
    taken.push({ rank, until: line.to + GAP });
    return { ...line, lane: laneOf(rank) };
  });
  return [...trunk, ...packed];
}

function endOf({ number, lastChild }: CandidateSet, owner: number): number {
  const last = lastChild[owner]!;
  return last === -1 ? number[owner]! : number[last]!;
}

/** 0, 1, 2, 3 lie at 1, -1, 2, -2: on both sides of the middle, nearest first. */
function laneOf(rank: number): number {
  return (rank % 2 === 0 ? 1 : -1) * (Math.floor(rank / 2) + 1);
}

/** How far from its parent's line each stands: up for a gain, down for a loss, and lowest for what has no score. */
function offsets(set: CandidateSet, direction: Objective['direction']): Float32Array {
  const { count, score, parent } = set;
  const sign = direction === 'maximize' ? -1 : 1;
  const changes = new Float32Array(count);
  for (let place = 0; place < count; place += 1) {
    const from = parent[place]!;
    changes[place] = from === -1 ? NaN : sign * (score[place]! - score[from]!);
  }
  const unit = medianSize(changes) || 1;
  // Equal ones stand a little apart from the line and from each other.
  return changes.map((change, place) =>
    Number.isNaN(change)
      ? REACH
      : change === 0
        ? 0.05 + 0.05 * ((place * 0.618) % 1)
        : Math.sign(change) * (0.06 + (REACH - 0.1) * Math.tanh(Math.abs(change) / (3 * unit))),
  );
}

/** The middle one of the sizes, of at most some thousand spread over all. */
function medianSize(changes: Float32Array): number {
  const step = Math.max(1, Math.floor(changes.length / 4000));
  const sizes: number[] = [];
  for (let place = 0; place < changes.length; place += step) {
    const size = Math.abs(changes[place]!);
    if (size > 0) sizes.push(size);
  }
  return sizes.toSorted((left, right) => left - right)[sizes.length >> 1] ?? 0;
}
