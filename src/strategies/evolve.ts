import { z } from 'zod';
import type { Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
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
  islands: z.int().min(1).max(64).default(4),
  islandSize: z.int().min(2).max(1000).default(25),
  initial: z.int().min(0).default(120),
  tournament: z.int().min(1).default(3),
  crossover: z.number().min(0).max(1).default(0.2),
  fresh: z.number().min(0).max(1).default(0.02),
  migrateEvery: z.int().min(1).default(300),
  sameScore: z.int().min(1).default(2),
  dropRefused: z.boolean().default(true),
});

type EvolveOptions = z.infer<typeof schema>;

export type EvolveState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  readonly bestKept: number | null;
  /** Outcomes seen so far. */
  readonly outcomes: number;
  /** Members of each island, best first. */
  readonly islands: readonly (readonly Ranked[])[];
};

/**
 * Evolution on islands. The first `initial` proposals are something new each; later ones vary the winner of a
 * tournament on the island whose turn it is, crossed with a second winner with probability `crossover`. A full island
 * drops its worst; among equal scores less code stays, at most `sameScore` members with one score. Every `migrateEvery`
 * outcomes the best of each island is copied to the next one.
 *
 * With `dropRefused` a candidate that beat every kept one where it could be seen and was discarded all the same does not
 * become a member; without, the search climbs visible scores alone.
 */
export function createEvolveStrategy(source: JsonObject): Strategy<EvolveState> {
  const options = parseOptions(schema, source, 'evolve');
  return {
    id: 'evolve',
    start: (baseline, objective) => {
      const candidate = recordOf(baseline.candidate);
      const founders = baseline.score === null ? [] : [{ candidate, score: baseline.score }];
      return {
        direction: objective.direction,
        baseline: candidate,
        bestKept: baseline.score,
        outcomes: 0,
        islands: Array.from({ length: options.islands }, () => founders),
      };
    },
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => {
      const { direction } = state;
      const reached = admissible(state, outcome, options.dropRefused);
      const home = outcome.number % state.islands.length;
      const known = forget(state, outcome.number);
      const joined = reached !== null ? join(known, home, reached, options) : known;
      const bestKept = foldBestKept(direction, state.bestKept, outcome);
      const next = { ...joined, bestKept, outcomes: state.outcomes + 1 };
      return next.outcomes % options.migrateEvery === 0 ? migrate(next, options) : next;
    },
  };
}

function select(state: EvolveState, number: number, random: Random, options: EvolveOptions): Selection {
  const members = state.islands[number % state.islands.length]!;
  const isNew = number <= options.initial || random.chance(options.fresh);
  if (isNew || members.length === 0)
    return { kind: 'propose', parents: [state.baseline], intent: isNew ? 'start' : 'vary' };
  const parent = winner(members, random, options.tournament);
  const mate = random.chance(options.crossover) ? winner(members, random, options.tournament) : parent;
  const parents = mate.number === parent.number ? [parent] : [parent, mate];
  return { kind: 'propose', parents, intent: 'vary' };
}

/** The best of a few members drawn with replacement; members are sorted, so the least index wins. */
function winner(members: readonly Ranked[], random: Random, entrants: number): CandidateRecord {
  let best = members.length - 1;
  for (let drawn = 0; drawn < entrants; drawn += 1) best = Math.min(best, random.below(members.length));
  return members[best]!.candidate;
}

/** The islands without a candidate that is judged again. */
function forget(state: EvolveState, number: number): EvolveState {
  const isKnown = state.islands.some((members) =>
    members.some(({ candidate }) => candidate.number === number),
  );
  if (!isKnown) return state;
  const islands = state.islands.map((members) =>
    members.filter(({ candidate }) => candidate.number !== number),
  );
  return { ...state, islands };
}

function join(state: EvolveState, home: number, newcomer: Ranked, options: EvolveOptions): EvolveState {
  const islands = state.islands.map((members, index) =>
    index === home ? admit(state.direction, members, newcomer, options) : members,
  );
  return { ...state, islands };
}

/** The members with the newcomer in its rank, without those that have to leave for it. */
function admit(
  direction: Direction,
  members: readonly Ranked[],
  newcomer: Ranked,
  options: EvolveOptions,
): readonly Ranked[] {
  if (members.some(({ candidate }) => candidate.number === newcomer.candidate.number)) return members;
  const equals = members.filter(({ score }) => score === newcomer.score);
  const leaving = equals.length >= options.sameScore ? equals.at(-1)! : null;
  // An equal of the same size replaces the oldest kind, so that the search can drift along a plateau.
  if (leaving !== null && leaving.candidate.size < newcomer.candidate.size) return members;
  const sorted = members
    .filter((member) => member !== leaving)
    .concat(newcomer)
    .toSorted((left, right) => compare(direction, left, right));
  return sorted.slice(0, options.islandSize);
}

/** Copies the best of each island to the next one. */
function migrate(state: EvolveState, options: EvolveOptions): EvolveState {
  const count = state.islands.length;
  const islands = state.islands.map((members, index) => {
    const guest = state.islands[(index + count - 1) % count]![0];
    return guest ? admit(state.direction, members, guest, options) : members;
  });
  return { ...state, islands };
}
