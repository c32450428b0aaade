import { z } from 'zod';
import type { DecidedOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import { createRandom, type Random } from '../kernel/random.ts';
import type { Front, Specialist } from './instance-fronts.ts';
import { extendFronts, frontCounts } from './instance-fronts.ts';
import { instancesOf } from './instances.ts';
import { parseOptions } from './options.ts';
import { recordOf, type Direction } from './ranking.ts';
import { sample } from './sample.ts';
import { drawWeighted } from './weighted-draw.ts';

const schema = z.strictObject({
  minibatch: z.int().min(0).default(3),
  components: z.array(z.string().min(1)).default([]),
  instances: z.int().min(1).max(1000).default(100),
  size: z.int().min(1).max(10_000).default(1000),
});

type ParetoOptions = z.infer<typeof schema>;

export type ParetoState = {
  readonly direction: Direction;
  readonly metric: string;
  readonly baseline: Specialist;
  readonly fronts: readonly Front[];
  /** Those that stand on a front, oldest first; never empty. */
  readonly specialists: readonly Specialist[];
  /** In the same order: how many fronts each stands on, those that are dominated left out. */
  readonly counts: readonly number[];
};

/**
 * The Pareto selection of GEPA (arXiv 2507.19457; gepa-ai/gepa, `gepa_utils.py`, `ParetoCandidateSelector`, frontier type
 * `instance`): for every instance of the task the candidates that reach the best result known; dominated ones leave; each
 * proposal varies one that stands there, as likely as the number of instances it is best on. Whoever solves one instance
 * as nobody else does so stays a parent, whatever its mean. Instances are the visible metrics that `instances.ts` names,
 * at most `instances` of them, the first by name; a task with a single one makes this a hill climb.
 *
 * A child enters only if it is strictly better than its first parent in sum over a minibatch of `minibatch` instances
 * drawn for it (0: always), where that parent still stands on a front. In the original the gate is there to save the cost
 * of judging; here that is the oracle's cascade: a cheap first check on few questions ends the judgement of what fails
 * it, and every child that comes so far has been judged on all visible instances.
 *
 * Where it is another: the minibatch is drawn anew for each child, not from a shuffled epoch. Of `components` (globs)
 * each proposal changes one, in turn by its number, not by each candidate's own turn. Candidates that stand on no front
 * are forgotten, as they cannot be drawn; of more than `size` the one on the fewest fronts is. There is no merge of two
 * candidates, which is off by default there too.
 */
export function createParetoStrategy(source: JsonObject): Strategy<ParetoState> {
  const options = parseOptions(schema, source, 'pareto');
  return {
    id: 'pareto',
    start: (first, { direction, metric }) => {
      const instances = instancesOf(first, metric).slice(0, options.instances);
      const baseline = { candidate: recordOf(first.candidate), score: first.score ?? 0, instances };
      const empty = { direction, metric, baseline, fronts: [], specialists: [], counts: [] };
      return enter(empty, baseline, options);
    },
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => (outcome.kind === 'decided' ? observe(state, outcome, options) : state),
  };
}

function select(
  { specialists, counts }: ParetoState,
  number: number,
  random: Random,
  { components }: ParetoOptions,
): Selection {
  const { candidate } = specialists[drawWeighted(counts, random)]!;
  const proposal = { kind: 'propose', parents: [candidate], intent: 'vary' } as const;
  const component = components[number % components.length];
  return component === undefined ? proposal : { ...proposal, focus: [component] };
}

function observe(
  state: ParetoState,
  { number, scored }: DecidedOutcome,
  options: ParetoOptions,
): ParetoState {
  const before = forget(state, number, options);
  if (scored.score === null) return before;
  const instances = instancesOf(scored, state.metric).slice(0, options.instances);
  const child = { candidate: recordOf(scored.candidate), score: scored.score, instances };
  return passesGate(before, child, options) ? enter(before, child, options) : before;
}

function passesGate(
  { direction, specialists }: ParetoState,
  child: Specialist,
  { minibatch }: ParetoOptions,
): boolean {
  const [parentNumber] = child.candidate.parents;
  const parent = specialists.find(({ candidate }) => candidate.number === parentNumber);
  if (minibatch === 0 || parent === undefined) return true;
  const results = new Map(parent.instances.map(({ name, value }) => [name, value]));
  const common = child.instances.filter(({ name }) => results.has(name));
  // A stream of its own: what is remembered may draw from none.
  const random = createRandom(`minibatch ${child.candidate.number}`);
  const drawn = sample(common, minibatch, random);
  return drawn.reduce((sum, { name, value }) => sum + gain({ direction }, value, results.get(name)!), 0) > 0;
}

/** Forgets a candidate that is judged again, and what fronts it held alone. */
function forget(state: ParetoState, number: number, options: ParetoOptions): ParetoState {
  const rest = state.specialists.filter(({ candidate }) => candidate.number !== number);
  return rest.length === state.specialists.length ? state : rebuild(state, rest, options);
}

function rebuild(state: ParetoState, left: readonly Specialist[], options: ParetoOptions): ParetoState {
  const specialists = left.length === 0 ? [state.baseline] : left;
  const fronts = specialists.reduce(
    (known, one) => extendFronts(state.direction, known, one).slice(0, options.instances),
    [] as readonly Front[],
  );
  return onlyStanding(state, fronts, specialists);
}

function enter(state: ParetoState, newcomer: Specialist, options: ParetoOptions): ParetoState {
  const fronts = extendFronts(state.direction, state.fronts, newcomer).slice(0, options.instances);
  if (fronts.every((front, index) => front === state.fronts[index])) return state;
  const next = onlyStanding(state, fronts, [...state.specialists, newcomer]);
  const { counts, specialists } = next;
  if (specialists.length <= options.size) return next;
  return rebuild(next, specialists.toSpliced(counts.lastIndexOf(Math.min(...counts)), 1), options);
}

/** With those that stand on a front, and how many of them each stands on. */
function onlyStanding(state: ParetoState, fronts: readonly Front[], all: readonly Specialist[]): ParetoState {
  const holders = new Set(fronts.flatMap((front) => front.holders));
  const specialists = all.filter(({ candidate }) => holders.has(candidate.number));
  const counts = frontCounts(state.direction, fronts, specialists);
  return { ...state, fronts, specialists, counts };
}
