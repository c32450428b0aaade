import { z } from 'zod';
import type { ProposalOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { gain } from '../kernel/objective.ts';
import type { Random } from '../kernel/random.ts';
import { admissible } from './admissible.ts';
import { behaviourOf } from './behaviour.ts';
import { parseOptions } from './options.ts';
import { foldBestKept, recordOf, type CandidateRecord, type Direction } from './ranking.ts';
import { drawWeighted, softmaxWeights } from './weighted-draw.ts';

const schema = z.strictObject({
  islands: z.int().min(1).max(64).default(10),
  clusters: z.int().min(1).max(500).default(50),
  clusterSize: z.int().min(1).max(100).default(5),
  temperature: z.number().positive().default(0.1),
  period: z.int().min(1).default(30_000),
  crossover: z.number().min(0).max(1).default(0.2),
  resetEvery: z.int().min(1).default(1000),
  dropRefused: z.boolean().default(true),
});

type IslandsOptions = z.infer<typeof schema>;

/** Candidates that behave alike where it can be seen, smallest first. */
type Cluster = {
  readonly behaviour: number;
  readonly score: number;
  readonly members: readonly CandidateRecord[];
};

type Island = {
  /** Candidates registered since its last reset. */
  readonly registered: number;
  /** Best first. */
  readonly clusters: readonly Cluster[];
};

export type IslandsState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  readonly baselinePasses: boolean;
  readonly bestKept: number | null;
  readonly outcomes: number;
  readonly islands: readonly Island[];
};

/**
 * Islands of clusters, after FunSearch (Romera-Paredes et al., Nature 625, 2024; google-deepmind/funsearch,
 * implementation/programs_database.py and config.py): on each island, candidates with the same visible results form a
 * cluster; a cluster is drawn by a softmax over scores at temperature T0 (1 - (n mod P)/P), n candidates registered
 * since the island was founded; within it one by a softmax of -(size - smallest)/(largest + 1e-6). Every `resetEvery`
 * outcomes the weaker half of the islands is emptied and founded anew by the best of a stronger one. Islands 10, T0 0.1,
 * P 30,000 as there.
 *
 * Where it deviates: proposal k is made on island k modulo `islands` and its candidate stays there, so that no island
 * can fall asleep; resets come by outcomes instead of every four hours, and founders in rotation instead of by chance,
 * so that a run repeats; a second parent comes with probability `crossover` instead of always; an island keeps its best
 * `clusters` with the `clusterSize` smallest candidates each. T0 is in units of the score: give it the size of a
 * difference that matters.
 */
export function createIslandsStrategy(source: JsonObject): Strategy<IslandsState> {
  const options = parseOptions(schema, source, 'islands');
  return {
    id: 'islands',
    start: (scored, { direction }) => {
      const baseline = recordOf(scored.candidate);
      const empty: Island = { registered: 0, clusters: [] };
      const founded =
        scored.score === null
          ? empty
          : register(direction, empty, baseline, scored.score, behaviourOf(scored), options);
      return {
        direction,
        baseline,
        baselinePasses: scored.score !== null,
        bestKept: scored.score,
        outcomes: 0,
        islands: Array.from({ length: options.islands }, () => founded),
      };
    },
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => {
      const { direction } = state;
      const known = forget(state, outcome);
      const reached = admissible(state, outcome, options.dropRefused);
      const islands =
        reached === null || outcome.kind !== 'decided'
          ? known
          : known.map((island, index) =>
              index === outcome.number % known.length
                ? register(
                    direction,
                    island,
                    reached.candidate,
                    reached.score,
                    behaviourOf(outcome.scored),
                    options,
                  )
                : island,
            );
      const outcomes = state.outcomes + 1;
      return {
        ...state,
        outcomes,
        bestKept: foldBestKept(direction, state.bestKept, outcome),
        islands: outcomes % options.resetEvery === 0 ? reset(direction, islands) : islands,
      };
    },
  };
}

function select(state: IslandsState, number: number, random: Random, options: IslandsOptions): Selection {
  const island = state.islands[number % state.islands.length]!;
  if (island.clusters.length === 0)
    return {
      kind: 'propose',
      parents: [state.baseline],
      intent: state.baselinePasses ? 'vary' : 'repair',
    };
  const weights = clusterWeights(state.direction, island, options);
  const wanted = random.chance(options.crossover) ? 2 : 1;
  const drawn = Array.from({ length: wanted }, () => drawWeighted(weights, random));
  // Clusters are sorted: the better one is changed, the other one is its mate.
  const chosen = [...new Set(drawn)].toSorted((one, other) => one - other);
  return {
    kind: 'propose',
    parents: chosen.map((index) => pickSmall(island.clusters[index]!.members, random)),
    intent: 'vary',
  };
}

function clusterWeights(
  direction: Direction,
  { clusters, registered }: Island,
  { temperature, period }: IslandsOptions,
): readonly number[] {
  const cooled = temperature * (1 - (registered % period) / period);
  return softmaxWeights(
    clusters.map(({ score }) => gain({ direction }, score, 0)),
    cooled,
  );
}

function pickSmall(members: readonly CandidateRecord[], random: Random): CandidateRecord {
  const smallest = members[0]!.size;
  const largest = members.at(-1)!.size;
  const logits = members.map(({ size }) => -(size - smallest) / (largest + 1e-6));
  return members[drawWeighted(softmaxWeights(logits, 1), random)]!;
}

function register(
  direction: Direction,
  { registered, clusters }: Island,
  candidate: CandidateRecord,
  score: number,
  behaviour: number,
  { clusters: most, clusterSize }: IslandsOptions,
): Island {
  const own = clusters.find((cluster) => cluster.behaviour === behaviour);
  const members = [...(own?.members ?? []), candidate]
    .toSorted((left, right) => left.size - right.size || left.number - right.number)
    .slice(0, clusterSize);
  const sorted = clusters
    .filter((cluster) => cluster !== own)
    .concat({ behaviour, score, members })
    .toSorted((left, right) => gain({ direction }, right.score, left.score))
    .slice(0, most);
  return { registered: registered + 1, clusters: sorted };
}

/** The islands without a candidate that is judged again. */
function forget({ islands }: IslandsState, outcome: ProposalOutcome): readonly Island[] {
  if (outcome.kind !== 'decided') return islands;
  const isIt = ({ number }: CandidateRecord): boolean => number === outcome.number;
  const isKnown = islands.some(({ clusters }) => clusters.some(({ members }) => members.some(isIt)));
  if (!isKnown) return islands;
  return islands.map((island) => ({
    ...island,
    clusters: island.clusters
      .map((cluster) => ({ ...cluster, members: cluster.members.filter((member) => !isIt(member)) }))
      .filter(({ members }) => members.length > 0),
  }));
}

/** Founds the weaker half anew, each by the best candidate of one of the stronger islands. */
function reset(direction: Direction, islands: readonly Island[]): readonly Island[] {
  const isBetter = (left: number, right: number): number => {
    const [one, other] = [islands[left]!.clusters[0], islands[right]!.clusters[0]];
    if (one === undefined || other === undefined)
      return one === other ? left - right : one === undefined ? 1 : -1;
    return gain({ direction }, other.score, one.score) || left - right;
  };
  const ranked = [...islands.keys()].toSorted(isBetter);
  const survivors = ranked.slice(0, islands.length - Math.floor(islands.length / 2));
  const founded = new Map(
    ranked.slice(survivors.length).map((index, turn) => {
      const best = islands[survivors[turn % survivors.length]!]!.clusters[0];
      const clusters = best === undefined ? [] : [{ ...best, members: best.members.slice(0, 1) }];
      return [index, { registered: clusters.length, clusters }];
    }),
  );
  return islands.map((island, index) => founded.get(index) ?? island);
}
