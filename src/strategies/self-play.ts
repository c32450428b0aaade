import { z } from 'zod';
import type { DecidedOutcome, ProposalOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import type { Random } from '../kernel/random.ts';
import { parseOptions } from './options.ts';
import { compare, passed, recordOf, type CandidateRecord, type Direction, type Ranked } from './ranking.ts';

/** Bugs of bugs, and no further. */
const HIGHEST_ORDER = 2;

const schema = z.strictObject({
  valid: z.strictObject({ slice: z.string().min(1), metric: z.string().min(1) }),
  attempts: z.int().min(2).max(64).default(8),
  tries: z.int().min(1).max(10_000).default(1),
  order: z.int().min(1).max(HIGHEST_ORDER).default(HIGHEST_ORDER),
  inject: z.number().gt(0).max(1).default(0.25),
  open: z.int().min(1).max(256).default(16),
});

type SelfPlayOptions = z.infer<typeof schema>;

/** Code that somebody is mending. */
type Bug = {
  readonly code: CandidateRecord;
  /** 1 is a bug of the injector's, 2 what a failed repair of one left. */
  readonly order: number;
  /** Attempts that have ended, and those that ended with a repair. */
  readonly attempts: number;
  readonly solved: number;
  /** The repairs found: to find one again is a success, though it is refused as a duplicate. */
  readonly repairs: readonly number[];
  /** Proposals of the attempt under way. */
  readonly tries: number;
  /** The best of them that repairs nothing and is a valid bug itself. */
  readonly left: Ranked | null;
};

/** What was learned of both roles: sums of rewards, and how many they are of. */
export type SelfPlayTally = {
  readonly injected: number;
  readonly valid: number;
  /** Valid bugs that were not taken up: as many as may be were open. */
  readonly dropped: number;
  /** Injections rewarded so far: the invalid ones, and the bugs whose attempts have ended. */
  readonly rewarded: number;
  readonly injectorReward: number;
  readonly attempts: number;
  readonly solverReward: number;
  /** Bugs of the second order that were taken up. */
  readonly secondOrder: number;
};

export type SelfPlayState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  /** What a repair has to reach. */
  readonly soundScore: number | null;
  /** Bugs being mended, oldest first. */
  readonly bugs: readonly Bug[];
  readonly tally: SelfPlayTally;
};

const NOTHING: SelfPlayTally = {
  injected: 0,
  valid: 0,
  dropped: 0,
  rewarded: 0,
  injectorReward: 0,
  attempts: 0,
  solverReward: 0,
  secondOrder: 0,
};

/**
 * Self-play of an injector and a repairer after SSR (Wei and others, arXiv 2512.18552). The injector changes the
 * baseline; where the visible metric `valid` says 1, the oracle's checks of a bug hold and it is given to the repairer,
 * who varies it until the baseline's own score is reached again. What a failed attempt leaves becomes a bug of the next
 * order, at most `order`, if it is a valid one itself.
 *
 * The rewards are the paper's: {@link injectorReward} once `attempts` attempts on a bug have ended, -1 for an invalid
 * one, and 1 or -1 to the repairer for each attempt. Deviations: there is no model to train, so that rewards are summed
 * up and change nothing; an attempt, there a session of an agent, is here up to `tries` proposals (a session's length
 * suits the proposer: 1 for agents, many for single mutations); a repair that equals the baseline or an earlier repair
 * counts though it is refused as a duplicate. No more than `open` bugs are kept at a time; more valid ones are dropped, and counted.
 */
export function createSelfPlayStrategy(source: JsonObject): Strategy<SelfPlayState> {
  const options = parseOptions(schema, source, 'self-play');
  return {
    id: 'self-play',
    start: ({ candidate, score }, { direction }) => ({
      direction,
      baseline: recordOf(candidate),
      soundScore: score,
      bugs: [],
      tally: NOTHING,
    }),
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => observe(state, outcome, options),
  };
}

/**
 * What an injector earns by a bug of which repairers mended the share `solved`: the fewer the more, unless none or all of
 * them did, from which nothing is learned. 1 - (1 + a) s, and -a at both ends, with a = 0.8 (2512.18552).
 */
export function injectorReward(solved: number): number {
  return solved === 0 || solved === 1 ? -0.8 : 1 - 1.8 * solved;
}

function select(state: SelfPlayState, number: number, random: Random, options: SelfPlayOptions): Selection {
  const { baseline, bugs } = state;
  const injects = bugs.length < options.open && random.chance(options.inject);
  if (bugs.length === 0 || injects) return { kind: 'propose', parents: [baseline], intent: 'vary' };
  return { kind: 'propose', parents: [bugs[number % bugs.length]!.code], intent: 'repair' };
}

function observe(state: SelfPlayState, outcome: ProposalOutcome, options: SelfPlayOptions): SelfPlayState {
  if (outcome.kind === 'measured') return state;
  const parent = outcome.kind === 'refused' ? outcome.parents?.[0] : outcome.scored.candidate.parents[0];
  if (parent === state.baseline.number)
    return outcome.kind === 'refused' ? state : injected(state, outcome, options);
  const bug = state.bugs.find(({ code }) => code.number === parent);
  // A bug is closed while proposals on it are still under way.
  return bug === undefined ? state : tried(state, bug, outcome, options);
}

function injected(state: SelfPlayState, outcome: DecidedOutcome, options: SelfPlayOptions): SelfPlayState {
  const { tally } = state;
  const counted = { ...tally, injected: tally.injected + 1 };
  if (!isValid(outcome, options)) {
    const { rewarded, injectorReward: sum } = tally;
    return { ...state, tally: { ...counted, rewarded: rewarded + 1, injectorReward: sum - 1 } };
  }
  const valid = { ...counted, valid: tally.valid + 1 };
  return takeUp({ ...state, tally: valid }, recordOf(outcome.scored.candidate), 1, options);
}

/** Whether all checks of a bug hold: the oracle says so in a visible metric. */
function isValid({ scored }: DecidedOutcome, { valid }: SelfPlayOptions): boolean {
  return scored.score !== null && scored.metrics[valid.slice]?.[valid.metric] === 1;
}

function takeUp(
  state: SelfPlayState,
  code: CandidateRecord,
  order: number,
  options: SelfPlayOptions,
): SelfPlayState {
  const { bugs, tally } = state;
  if (bugs.some((bug) => bug.code.number === code.number)) return state;
  if (bugs.length >= options.open) return { ...state, tally: { ...tally, dropped: tally.dropped + 1 } };
  const bug = { code, order, attempts: 0, solved: 0, repairs: [], tries: 0, left: null };
  const secondOrder = tally.secondOrder + (order === 1 ? 0 : 1);
  return { ...state, bugs: [...bugs, bug], tally: { ...tally, secondOrder } };
}

/** One more proposal of the attempt under way on a bug, which may end the attempt, and that the bug. */
function tried(
  state: SelfPlayState,
  bug: Bug,
  outcome: Exclude<ProposalOutcome, { kind: 'measured' }>,
  options: SelfPlayOptions,
): SelfPlayState {
  const solved = isRepair(state, bug, outcome);
  const left = solved ? null : worthKeeping(state.direction, bug.left, outcome, options);
  const tries = bug.tries + 1;
  if (!solved && tries < options.tries) return withBug(state, { ...bug, tries, left });
  const { tally } = state;
  const ended = {
    ...bug,
    attempts: bug.attempts + 1,
    solved: bug.solved + Number(solved),
    repairs: solved && outcome.kind === 'decided' ? [...bug.repairs, outcome.number] : bug.repairs,
    tries: 0,
    left: null,
  };
  const rewarded = {
    ...state,
    tally: {
      ...tally,
      attempts: tally.attempts + 1,
      solverReward: tally.solverReward + (solved ? 1 : -1),
    },
  };
  const settled = ended.attempts < options.attempts ? withBug(rewarded, ended) : closed(rewarded, ended);
  if (left === null || bug.order >= options.order) return settled;
  return takeUp(settled, left.candidate, bug.order + 1, options);
}

function isRepair(state: SelfPlayState, { repairs }: Bug, outcome: ProposalOutcome): boolean {
  if (outcome.kind === 'refused')
    return [state.baseline.number, ...repairs].some((number) => number === outcome.duplicateOf);
  const reached = passed(outcome);
  if (reached === null || state.soundScore === null) return false;
  return gain({ direction: state.direction }, reached.score, state.soundScore) >= 0;
}

function worthKeeping(
  direction: Direction,
  left: Ranked | null,
  outcome: ProposalOutcome,
  options: SelfPlayOptions,
): Ranked | null {
  if (outcome.kind !== 'decided' || !isValid(outcome, options)) return left;
  const reached = passed(outcome);
  if (reached === null) return left;
  return left === null || compare(direction, reached, left) < 0 ? reached : left;
}

function withBug(state: SelfPlayState, changed: Bug): SelfPlayState {
  const bugs = state.bugs.map((bug) => (bug.code.number === changed.code.number ? changed : bug));
  return { ...state, bugs };
}

/** Only the injector's own bugs are its merit. */
function closed(state: SelfPlayState, bug: Bug): SelfPlayState {
  const bugs = state.bugs.filter(({ code }) => code.number !== bug.code.number);
  if (bug.order > 1) return { ...state, bugs };
  const { rewarded, injectorReward: sum } = state.tally;
  const earned = injectorReward(bug.solved / bug.attempts);
  return { ...state, bugs, tally: { ...state.tally, rewarded: rewarded + 1, injectorReward: sum + earned } };
}
