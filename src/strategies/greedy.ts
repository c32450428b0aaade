import { z } from 'zod';
import type { Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { admissible } from './admissible.ts';
import { parseOptions } from './options.ts';
import {
  compare,
  foldBestKept,
  recordOf,
  type CandidateRecord,
  type Direction,
  type Ranked,
} from './ranking.ts';

const schema = z.strictObject({
  patience: z.int().min(1).default(1000),
  restart: z.enum(['best', 'baseline', 'start']).default('start'),
  starts: z.int().min(1).default(20),
  dropRefused: z.boolean().default(true),
});

type GreedyOptions = z.infer<typeof schema>;

/** One climb and the best of all. */
export type GreedyState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  readonly baselineScore: number | null;
  /** Where the climb stands; null while it has no foothold. */
  readonly current: Ranked | null;
  readonly best: Ranked | null;
  readonly bestKept: number | null;
  /** Outcomes since the climb last improved. */
  readonly stale: number;
  /** Fresh candidates still to be seen before the climb goes on from the best of them. */
  readonly startsLeft: number;
  /** Candidates this climb went through, latest last: proposals made from them belong to it. */
  readonly trail: readonly number[];
};

const TRAIL_LENGTH = 64;

/**
 * Hill climbing with restarts: each proposal varies the point the climb has reached; a better candidate becomes that
 * point, and so does an equal one that is no larger. After `patience` outcomes without improvement the climb begins again
 * from the best known, from the baseline, or from the best of `starts` new candidates.
 */
export function createGreedyStrategy(source: JsonObject): Strategy<GreedyState> {
  const options = parseOptions(schema, source, 'greedy');
  return {
    id: 'greedy',
    start: (baseline, objective) => {
      const candidate = recordOf(baseline.candidate);
      const footing = baseline.score === null ? null : { candidate, score: baseline.score };
      return {
        direction: objective.direction,
        baseline: candidate,
        baselineScore: baseline.score,
        current: footing,
        best: footing,
        bestKept: baseline.score,
        stale: 0,
        startsLeft: 0,
        trail: [candidate.number],
      };
    },
    select,
    observe: (state, outcome) => {
      const reached = admissible(state, outcome, options.dropRefused);
      const bestKept = foldBestKept(state.direction, state.bestKept, outcome);
      const known = forget(state, outcome.number);
      const next = reached !== null ? arrive(known, reached) : idle(known);
      return restartIfStale({ ...next, bestKept }, options);
    },
  };
}

function select(state: GreedyState): Selection {
  if (state.startsLeft > 0) return { kind: 'propose', parents: [state.baseline], intent: 'start' };
  return { kind: 'propose', parents: [state.current?.candidate ?? state.baseline], intent: 'vary' };
}

/** The climb without a candidate that is judged again: it goes on from the baseline where it rested on that one. */
function forget(state: GreedyState, number: number): GreedyState {
  const { baseline, baselineScore, best, current } = state;
  const footing = baselineScore === null ? null : { candidate: baseline, score: baselineScore };
  const isBest = best?.candidate.number === number;
  const isCurrent = current?.candidate.number === number;
  if (!isBest && !isCurrent) return state;
  return {
    ...state,
    best: isBest ? footing : best,
    current: isCurrent ? footing : current,
    trail: isCurrent ? [baseline.number] : state.trail,
  };
}

function arrive(state: GreedyState, reached: Ranked): GreedyState {
  const { direction, current, best } = state;
  const isBest = best === null || compare(direction, reached, best) < 0;
  const isRecord = best === null || (isBest && reached.score !== best.score);
  const isOfThisClimb = reached.candidate.parents.some((parent) => state.trail.includes(parent));
  const isBetter = current === null || compare(direction, reached, current) < 0;
  const isSideways =
    current !== null && reached.score === current.score && reached.candidate.size <= current.candidate.size;
  const moves = isRecord || (isOfThisClimb && (isBetter || isSideways));
  const improves = isRecord || (isOfThisClimb && isBetter);
  return {
    ...state,
    best: isBest ? reached : best,
    current: moves ? reached : current,
    stale: improves ? 0 : state.stale + 1,
    startsLeft: Math.max(0, state.startsLeft - 1),
    trail: moves ? [...state.trail, reached.candidate.number].slice(-TRAIL_LENGTH) : state.trail,
  };
}

function idle(state: GreedyState): GreedyState {
  return { ...state, stale: state.stale + 1, startsLeft: Math.max(0, state.startsLeft - 1) };
}

function restartIfStale(state: GreedyState, options: GreedyOptions): GreedyState {
  if (state.stale < options.patience) return state;
  const { baseline, baselineScore, best } = state;
  switch (options.restart) {
    case 'best':
      return { ...state, current: best, stale: 0, trail: best ? [best.candidate.number] : [baseline.number] };
    case 'baseline': {
      const current = baselineScore === null ? null : { candidate: baseline, score: baselineScore };
      return { ...state, current, stale: 0, trail: [baseline.number] };
    }
    case 'start':
      return { ...state, current: null, stale: 0, startsLeft: options.starts, trail: [baseline.number] };
  }
}
