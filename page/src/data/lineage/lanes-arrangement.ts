import type { Objective } from '../../../../src/kernel/objective.ts';
import type { Arrangement, LifeLine } from './arrangement.ts';
import type { CandidateSet } from './candidate-set.ts';

/** Half the height of a lane that dots may take. */
const REACH = 0.42;
/** Numbers left free between two lines in one lane. */
const GAP = 2;
/** Lanes looked at on either side before a new one is begun, so that very many lines take no time. */
const FURTHEST = 300;

/**
 * Lines of descent over time: the way to the winner is one straight line in the middle, whoever else was built on has a
 * line of its own beside it, from its birth to that of its youngest child, in the lane nearest to its parent's that is free so long.
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

  const lanes = createLanes(waiting.length);
  const laneOf = new Map<number, number>();
  const packed = waiting.map((line): PackedLine => {
    const near = laneOf.get(line.later ? line.owner : set.parent[line.owner]!) ?? 0;
    const lane = lanes.take(near, line.from, line.to + GAP);
    laneOf.set(line.owner, lane);
    return { ...line, lane };
  });
  return [...trunk, ...packed];
}

function endOf({ number, lastChild }: CandidateSet, owner: number): number {
  const last = lastChild[owner]!;
  return last === -1 ? number[owner]! : number[last]!;
}

/** Lanes on both sides of the middle one, which is taken for good; at most `most` on a side. */
function createLanes(most: number): {
  /** The nearest lane to another one that is free from a time on; it is then taken until another. */
  readonly take: (near: number, from: number, until: number) => number;
} {
  const taken = new Int32Array(2 * most + 3).fill(-1);
  const middle = most + 1;
  taken[middle] = 2 ** 31 - 1;
  let [low, high] = [0, 0];
  const isFree = (lane: number, from: number): boolean => (taken[middle + lane] ?? from) < from;
  const nearest = (near: number, from: number): number => {
    for (let away = 0; away < FURTHEST; away += 1) {
      // Of two that are as near, the one nearer to the middle.
      const [inner, outer] = near > 0 ? [near - away, near + away] : [near + away, near - away];
      if (isFree(inner, from)) return inner;
      if (isFree(outer, from)) return outer;
    }
    return near > 0 ? high + 1 : low - 1;
  };
  return {
    take(near, from, until) {
      const lane = nearest(near, from);
      taken[middle + lane] = until;
      low = Math.min(low, lane);
      high = Math.max(high, lane);
      return lane;
    },
  };
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
      ? REACH - 0.06 * ((place * 0.618) % 1)
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
