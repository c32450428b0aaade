import { z } from 'zod';
import type { DecidedOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import type { Random } from '../kernel/random.ts';
import { admissible } from './admissible.ts';
import { drawArm, rewardArm, startBandit, type BanditState } from './asymmetric-bandit.ts';
import { behaviourOf } from './behaviour.ts';
import { parseOptions } from './options.ts';
import {
  compare,
  foldBestKept,
  recordOf,
  type CandidateRecord,
  type Direction,
  type Ranked,
} from './ranking.ts';
import { sample } from './sample.ts';
import { drawWeighted } from './weighted-draw.ts';

const schema = z
  .strictObject({
    islands: z.int().min(1).max(64).default(2),
    maximumIslands: z.int().min(1).max(64).default(8),
    size: z.int().min(1).max(1000).default(40),
    lambda: z.number().positive().default(10),
    inspirations: z.int().min(0).max(16).default(2),
    exploration: z.number().min(0).default(1),
    epsilon: z.number().min(0).max(1).default(0.2),
    decay: z.number().gt(0).max(1).default(0.95),
    stagnation: z.int().min(1).default(100),
    spawn: z.enum(['baseline', 'best']).default('baseline'),
    dropRefused: z.boolean().default(true),
  })
  .refine(({ islands, maximumIslands }) => islands <= maximumIslands, {
    message: 'there must not be more islands than maximumIslands',
    path: ['islands'],
  });

type BanditNoveltyOptions = z.infer<typeof schema>;

type Member = Ranked & { readonly children: number; readonly behaviour: number };

export type BanditNoveltyState = {
  readonly direction: Direction;
  readonly baseline: Member | null;
  /** Parent of last resort, where nothing has passed. */
  readonly origin: CandidateRecord;
  readonly best: Member | null;
  readonly bestKept: number | null;
  /** Outcomes since the best last improved. */
  readonly stale: number;
  /** Its arms are numbers of inspirations, from none. */
  readonly bandit: BanditState;
  /** Best first. */
  readonly islands: readonly (readonly Member[])[];
};

/**
 * After ShinkaEvolve (Lange, Imajuku & Cetin, arXiv:2509.19349; SakanaAI/ShinkaEvolve @9912af1, shinka/database/parents.py,
 * dbase.py). On an island drawn uniformly a parent is drawn by sigmoid(lambda (s - median)/MAD) / (1 + children), MAD
 * the median absolute deviation of the island's scores, at least 1e-6, and lambda 10. After `stagnation` outcomes (100)
 * without a new best an island is spawned from the baseline or the best; at `maximumIslands` it takes the place of the
 * one with the worst best. A bandit (`asymmetric-bandit.ts`; c 1, epsilon 0.2, decay 0.95) learns how many inspirations
 * help, by the gain over the better of parent and baseline.
 *
 * Where it deviates: the source's bandit draws the model; who proposes is not a strategy's choice here (the proposer
 * `llm` has a bandit over models of its own), so its arms are numbers of inspirations, 0 to `inspirations`, up to the
 * source's one of the archive and one of the best. Spawning is off by default there. Each island has `size` places of its
 * own (40) rather than a share of one archive. Novelty: a candidate that behaves as a member of its island does is not
 * taken in unless it is smaller; what only reads alike is rejected before it costs an evaluation by the proposer's
 * `novelty`, and what is the same by the loop. Migration, off by default there, does not exist.
 */
export function createBanditNoveltyStrategy(source: JsonObject): Strategy<BanditNoveltyState> {
  const options = parseOptions(schema, source, 'bandit-novelty');
  return {
    id: 'bandit-novelty',
    start: (scored, { direction }) => {
      const candidate = recordOf(scored.candidate);
      const founder: Member | null =
        scored.score === null
          ? null
          : { candidate, score: scored.score, children: 0, behaviour: behaviourOf(scored) };
      return {
        direction,
        baseline: founder,
        origin: candidate,
        best: founder,
        bestKept: scored.score,
        stale: 0,
        bandit: startBandit(options.inspirations + 1),
        islands: Array.from({ length: options.islands }, () => (founder === null ? [] : [founder])),
      };
    },
    select: (state, _number, random) => select(state, random, options),
    observe: (state, outcome) => {
      const bestKept = foldBestKept(state.direction, state.bestKept, outcome);
      const next = outcome.kind === 'decided' ? learn(state, outcome, options) : idle(state);
      return spawnIfStale({ ...next, bestKept }, options);
    },
  };
}

function select(state: BanditNoveltyState, random: Random, options: BanditNoveltyOptions): Selection {
  const members = state.islands[random.below(state.islands.length)]!;
  if (members.length === 0)
    return {
      kind: 'propose',
      parents: [state.origin],
      intent: state.baseline === null ? 'repair' : 'vary',
    };
  const parent = members[drawWeighted(parentWeights(state.direction, members, options.lambda), random)]!;
  const wanted = drawArm(state.bandit, random, options);
  const inspirations = inspire(members, parent, wanted, random);
  return {
    kind: 'propose',
    parents: [parent, ...inspirations].map(({ candidate }) => candidate),
    intent: 'vary',
  };
}

function parentWeights(direction: Direction, members: readonly Member[], lambda: number): readonly number[] {
  const scores = members.map(({ score }) => gain({ direction }, score, 0));
  const middle = median(scores);
  const spread = Math.max(median(scores.map((score) => Math.abs(score - middle))), 1e-6);
  return members.map(({ children }, index) => {
    const performance = 1 / (1 + Math.exp((-lambda * (scores[index]! - middle)) / spread));
    return performance / (1 + children);
  });
}

/** Half of them, rounded up, the best of the island, the others drawn from it; all different. */
function inspire(
  members: readonly Member[],
  parent: Member,
  wanted: number,
  random: Random,
): readonly Member[] {
  const others = members.filter((member) => member !== parent);
  const best = others.slice(0, Math.ceil(wanted / 2));
  return [...best, ...sample(others.slice(best.length), wanted - best.length, random)];
}

function learn(
  state: BanditNoveltyState,
  outcome: DecidedOutcome,
  options: BanditNoveltyOptions,
): BanditNoveltyState {
  const { direction } = state;
  const known = forget(state, outcome.number);
  const reached = admissible(state, outcome, options.dropRefused);
  const home = homeOf(known.islands, outcome);
  const [parentNumber, ...mates] = outcome.scored.candidate.parents;
  const parent = known.islands[home]!.find(({ candidate }) => candidate.number === parentNumber);
  const arm = Math.min(mates.length, known.bandit.arms.length - 1);
  const bandit = rewardArm(known.bandit, arm, gainOf(known, parent, reached), options);
  const newcomer = reached && { ...reached, children: 0, behaviour: behaviourOf(outcome.scored) };
  const islands = known.islands.map((members, index) => {
    if (index !== home) return members;
    const counted = members.map((member) =>
      member === parent ? { ...member, children: member.children + 1 } : member,
    );
    return newcomer === null ? counted : admit(direction, counted, newcomer, options.size);
  });
  const isBest =
    newcomer !== null && (known.best === null || gain({ direction }, newcomer.score, known.best.score) > 0);
  return {
    ...known,
    bandit,
    islands,
    best: isBest ? newcomer : known.best,
    stale: isBest ? 0 : known.stale + 1,
  };
}

/** The island of the parent; of several that have it, each in turn, so that none is left without children. */
function homeOf(islands: BanditNoveltyState['islands'], { number, scored }: DecidedOutcome): number {
  const parent = scored.candidate.parents[0];
  const holders = [...islands.keys()].filter((index) =>
    islands[index]!.some(({ candidate }) => candidate.number === parent),
  );
  const homes = holders.length > 0 ? holders : [...islands.keys()];
  return homes[number % homes.length]!;
}

/** Over the better of parent and baseline; 0 for one that reached nothing. */
function gainOf(
  { direction, baseline }: BanditNoveltyState,
  parent: Member | undefined,
  reached: Ranked | null,
): number {
  if (reached === null) return 0;
  const origins = [parent, baseline].filter((origin) => origin !== undefined && origin !== null);
  const gains = origins.map(({ score }) => gain({ direction }, reached.score, score));
  return gains.length === 0 ? 0 : Math.min(...gains);
}

/** The members with the newcomer, unless one of them behaves the same and is no larger. */
function admit(
  direction: Direction,
  members: readonly Member[],
  newcomer: Member,
  size: number,
): readonly Member[] {
  const alike = members.find(({ behaviour }) => behaviour === newcomer.behaviour);
  if (alike !== undefined && alike.candidate.size <= newcomer.candidate.size) return members;
  return members
    .filter((member) => member !== alike)
    .concat(newcomer)
    .toSorted((left, right) => compare(direction, left, right))
    .slice(0, size);
}

/** The state without a candidate that is judged again. */
function forget(state: BanditNoveltyState, number: number): BanditNoveltyState {
  const isIt = ({ candidate }: Member): boolean => candidate.number === number;
  const wasBest = state.best !== null && isIt(state.best);
  if (!wasBest && !state.islands.some((members) => members.some(isIt))) return state;
  const islands = state.islands.map((members) => members.filter((member) => !isIt(member)));
  const best = wasBest
    ? bestOf(state.direction, [state.baseline ? [state.baseline] : [], ...islands])
    : state.best;
  return { ...state, islands, best };
}

function bestOf(direction: Direction, islands: BanditNoveltyState['islands']): Member | null {
  const leaders = islands.flatMap((members) => members.slice(0, 1));
  return leaders.toSorted((left, right) => compare(direction, left, right))[0] ?? null;
}

function idle(state: BanditNoveltyState): BanditNoveltyState {
  return { ...state, stale: state.stale + 1 };
}

function spawnIfStale(state: BanditNoveltyState, options: BanditNoveltyOptions): BanditNoveltyState {
  if (state.stale < options.stagnation) return state;
  const source = options.spawn === 'baseline' ? (state.baseline ?? state.best) : state.best;
  if (source === null) return { ...state, stale: 0 };
  const founded = [{ ...source, children: 0 }];
  const { islands } = state;
  if (islands.length < options.maximumIslands) return { ...state, stale: 0, islands: [...islands, founded] };
  const weakest = weakestIsland(state);
  return {
    ...state,
    stale: 0,
    islands: islands.map((members, index) => (index === weakest ? founded : members)),
  };
}

/** The one with the worst best; an empty one before all. */
function weakestIsland({ direction, islands }: BanditNoveltyState): number {
  return [...islands.keys()].reduce((weakest, index) => {
    const [worst, leader] = [islands[weakest]![0], islands[index]![0]];
    if (worst === undefined) return weakest;
    return leader === undefined || compare(direction, leader, worst) > 0 ? index : weakest;
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
