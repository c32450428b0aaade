import { z } from 'zod';
import type { DecidedOutcome, Scored, Strategy } from '../kernel/contracts/strategy.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import { admissible } from './admissible.ts';
import { parseOptions } from './options.ts';
import {
  compare,
  foldBestKept,
  passed,
  recordOf,
  type CandidateRecord,
  type Direction,
  type Ranked,
} from './ranking.ts';

const globs = z.array(z.string().min(1)).min(1);
const share = z.number().min(0).max(1);

const schema = z.strictObject({
  solver: globs,
  challenger: globs,
  challenges: z.string().min(1),
  repetition: z.string().min(1).nullable().default(null),
  band: z
    .tuple([share, share])
    .refine(([low, high]) => low < high, 'the band has to begin below its end')
    .default([0.3, 0.8]),
  solverTurn: z.int().min(1).default(40),
  challengerTurn: z.int().min(0).default(20),
  adopt: z.enum(['worth-more', 'any']).default('worth-more'),
});

type CoevolutionOptions = z.infer<typeof schema>;

type Role = 'solver' | 'challenger';

/** A candidate both roles have a part in. */
type Pair = {
  readonly solver: Ranked;
  /** What its challenges are worth to the challenger. */
  readonly worth: number;
};

export type CoevolutionState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  /** Where both roles stand; null while nothing has passed. */
  readonly current: Pair | null;
  /** The latest whose solver is the baseline's or was kept. */
  readonly trusted: Pair | null;
  readonly bestKept: number | null;
  /** Candidates that `role` went through since the other one last moved, latest last: proposals of its own from them still count. */
  readonly trail: { readonly role: Role; readonly numbers: readonly number[] };
};

const TRAIL_LENGTH = 64;
/** What every check may report of its cost, whatever its slice. */
const WORK = 'work';

/**
 * Two roles in one workspace, with opposed scores, in turns (Agent0, arXiv 2511.16043). The `challenger` changes the
 * challenges, the `solver` what has to master them: of every `solverTurn + challengerTurn` proposals the first are told to
 * change the solver's paths, the others the challenger's.
 *
 * Every metric of the slice `challenges` but the one named `repetition` is the rate s, in [0, 1], at which one challenge is
 * mastered. As in Agent0 it is worth min(s, 1 - s) to the challenger, if 0.3 <= s <= 0.8 (`band`), and nothing otherwise;
 * from the mean comes off the share of challenges that are alike, where a metric for that is named. The challenger adopts
 * what is worth more; the solver what passes and is better, or equal and no larger.
 *
 * Where this deviates: in Agent0 the challenger is rewarded outside the band, too, which only chooses what the solver
 * learns from, and challenges are labelled by the majority of the solver's own answers. Here the oracle says what is right,
 * and its unseen checks what is kept. Challenges that the solver beside them fails refute it: both roles go back to the
 * last solver that was kept, with the challenges it had. The bonus for the use of tools is left out: it counts a literal
 * text. Two controls: `challengerTurn: 0` leaves the challenges as they are; `adopt: any` has the challenger adopt every change
 * of them that could be measured and that the solver passes, whatever it is worth, so that they change at random.
 */
export function createCoevolutionStrategy(source: JsonObject): Strategy<CoevolutionState> {
  const options = parseOptions(schema, source, 'coevolution');
  return {
    id: 'coevolution',
    start: (baseline, objective) => {
      const candidate = recordOf(baseline.candidate);
      const worth = worthOf(baseline, options);
      if (baseline.score !== null && worth === null) throw unfit(options, baseline);
      const pair =
        baseline.score === null || worth === null
          ? null
          : { solver: { candidate, score: baseline.score }, worth };
      return {
        direction: objective.direction,
        baseline: candidate,
        current: pair,
        trusted: pair,
        bestKept: baseline.score,
        trail: { role: 'solver', numbers: [candidate.number] },
      };
    },
    select: ({ current, baseline }, number) => ({
      kind: 'propose',
      parents: [current?.solver.candidate ?? baseline],
      intent: 'vary',
      focus: options[roleOf(number, options)],
    }),
    observe: (state, outcome) => {
      if (outcome.kind !== 'decided') return state;
      const known = forget(state, outcome.number);
      const next = play(known, outcome, options);
      return { ...next, bestKept: foldBestKept(state.direction, state.bestKept, outcome) };
    },
  };
}

function roleOf(number: number, { solverTurn, challengerTurn }: CoevolutionOptions): Role {
  return (number - 1) % (solverTurn + challengerTurn) < solverTurn ? 'solver' : 'challenger';
}

function play(
  state: CoevolutionState,
  outcome: DecidedOutcome,
  options: CoevolutionOptions,
): CoevolutionState {
  const role = roleOf(outcome.number, options);
  if (!isAbreast(state, outcome, role)) return state;
  switch (role) {
    case 'solver':
      return solve(state, outcome, options);
    case 'challenger':
      return challenge(state, outcome, options);
  }
}

/** False for proposals from before the other role's last move: theirs is another opponent. */
function isAbreast({ current, trail }: CoevolutionState, { scored }: DecidedOutcome, role: Role): boolean {
  if (current === null) return true;
  const { parents } = scored.candidate;
  if (parents.includes(current.solver.candidate.number)) return true;
  return role === trail.role && parents.some((parent) => trail.numbers.includes(parent));
}

function solve(
  state: CoevolutionState,
  outcome: DecidedOutcome,
  options: CoevolutionOptions,
): CoevolutionState {
  const { current, direction } = state;
  const reached = admissible(state, outcome, true);
  const worth = worthOf(outcome.scored, options);
  if (reached === null || worth === null) return state;
  const isBetter = current === null || compare(direction, reached, current.solver) < 0;
  const isSideways =
    current !== null &&
    reached.score === current.solver.score &&
    reached.candidate.size <= current.solver.candidate.size;
  return isBetter || isSideways
    ? move(state, 'solver', { solver: reached, worth }, outcome.decision === 'keep')
    : state;
}

function challenge(
  state: CoevolutionState,
  outcome: DecidedOutcome,
  options: CoevolutionOptions,
): CoevolutionState {
  const { current, trusted } = state;
  if (current === null) return state;
  const reached = passed(outcome);
  const worth = worthOf(outcome.scored, options);
  if (worth === null) return state;
  // Measured on the challenges, and failed by the solver: it is the solver that is wrong.
  if (reached === null) return isVouchedFor(state) ? state : retreat(state);
  if (options.adopt === 'worth-more' && worth <= current.worth) return state;
  const pair = { solver: reached, worth };
  return move(state, 'challenger', pair, trusted !== null && isVouchedFor(state));
}

function isVouchedFor({ current, trusted }: CoevolutionState): boolean {
  return current?.solver.candidate.number === trusted?.solver.candidate.number;
}

function move(state: CoevolutionState, role: Role, current: Pair, isTrusted: boolean): CoevolutionState {
  const { number } = current.solver.candidate;
  const numbers = state.trail.role === role ? [...state.trail.numbers, number] : [number];
  return {
    ...state,
    current,
    trusted: isTrusted ? current : state.trusted,
    trail: { role, numbers: numbers.slice(-TRAIL_LENGTH) },
  };
}

/** Goes back to the last solver that is vouched for. */
function retreat(state: CoevolutionState): CoevolutionState {
  const number = state.trusted?.solver.candidate.number ?? state.baseline.number;
  return { ...state, current: state.trusted, trail: { role: 'solver', numbers: [number] } };
}

/** The state without a candidate that is judged again. */
function forget(state: CoevolutionState, number: number): CoevolutionState {
  const { current, trusted } = state;
  const known = trusted?.solver.candidate.number === number ? { ...state, trusted: null } : state;
  return current?.solver.candidate.number === number ? retreat(known) : known;
}

/** What the challenges are worth to the challenger; null where they were not measured. */
function worthOf({ metrics }: Scored, { challenges, repetition, band }: CoevolutionOptions): number | null {
  const measured = Object.entries(metrics[challenges] ?? {});
  const rates = measured.flatMap(([name, rate]) => (name === repetition || name === WORK ? [] : [rate]));
  if (rates.length === 0 || rates.some((rate) => !(rate >= 0 && rate <= 1))) return null;
  const [low, high] = band;
  const worths = rates.map((rate) => (rate >= low && rate <= high ? Math.min(rate, 1 - rate) : 0));
  const mean = worths.reduce((sum, worth) => sum + worth, 0) / worths.length;
  const alike = repetition === null ? 0 : (metrics[challenges]![repetition] ?? 0);
  return mean - alike;
}

function unfit({ challenges }: CoevolutionOptions, { metrics }: Scored): FulcrumError {
  const seen = Object.keys(metrics).join(', ') || 'none';
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_INVALID',
    domain: 'usage',
    what: `the slice "${challenges}" shows no rates between 0 and 1 at which challenges are mastered; slices with metrics: ${seen}`,
    where: 'strategy.options.challenges',
    mend: 'Let a visible check of this slice report the rate of each challenge as a metric',
  });
}
