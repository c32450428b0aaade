import { z } from 'zod';
import type { Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Random } from '../kernel/random.ts';
import { admissible } from './admissible.ts';
import { axesFrom, cellOf, dimensionSchema, type Axis } from './feature-grid.ts';
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

const MOST_CELLS = 5000;

const schema = z
  .strictObject({
    islands: z.int().min(1).max(64).default(5),
    dimensions: z
      .array(dimensionSchema)
      .min(1)
      .max(8)
      .default([{ of: 'size', bins: 10 }]),
    explore: z.number().min(0).max(1).default(0.2),
    exploit: z.number().min(0).max(1).default(0.7),
    elite: z.number().min(0).max(1).default(0.1),
    inspirations: z.int().min(0).max(16).default(2),
    crossover: z.number().min(0).max(1).default(0.2),
    migrateEvery: z.int().min(1).default(50),
    migrants: z.number().min(0).max(1).default(0.1),
    dropRefused: z.boolean().default(true),
  })
  .refine(({ explore, exploit }) => explore + exploit <= 1 + Number.EPSILON, {
    message: 'explore and exploit together must not be more than 1',
    path: ['exploit'],
  })
  .refine(
    ({ islands, dimensions }) => dimensions.reduce((cells, { bins }) => cells * bins, islands) <= MOST_CELLS,
    { message: `all islands together must not have more than ${MOST_CELLS} cells`, path: ['dimensions'] },
  );

type MapElitesOptions = z.infer<typeof schema>;

/** The best candidate known of a cell. */
type Owner = Ranked & { readonly cell: string; readonly isMigrant: boolean };

export type MapElitesState = {
  readonly direction: Direction;
  readonly baseline: CandidateRecord;
  readonly baselinePasses: boolean;
  readonly bestKept: number | null;
  readonly outcomes: number;
  readonly axes: readonly Axis[];
  /** The owners of each island's cells, best first. */
  readonly islands: readonly (readonly Owner[])[];
};

/**
 * A grid of cells on each of several islands; a cell belongs to the best candidate that ever fell into it. A parent is
 * drawn from the island whose turn it is: uniformly with probability `explore`, from its best tenth (`elite`) with
 * `exploit`, else in proportion to its rank. Every `migrateEvery` turns of an island its best `migrants` go to both
 * neighbours on a ring, where they must win their cell; who has migrated once does not again.
 *
 * MAP-Elites (Mouret & Clune, arXiv:1504.04909) with the constants of OpenEvolve @411fb59 (openevolve/config.py,
 * database.py): 5 islands, 10 bins, 0.2 / 0.7 / 0.1, migration of a tenth every 50 generations.
 *
 * Where it deviates, mostly for what users reported there: proposal k is made on island k modulo `islands` and its
 * candidate stays there, and every island begins with the baseline (#289, #348, #391); the archive is nothing but the
 * owners of cells, so none is evicted for one without a cell, and none stays that lost its cell (#454); inspirations
 * are as many as asked for, of the same island and all different (#452), and come with probability `crossover` instead
 * of always; bins do not move, for their range is given or follows from the baseline; the third way to draw goes by rank,
 * since scores have no common scale. There is no dimension of textual diversity: a strategy does not read code.
 */
export function createMapElitesStrategy(source: JsonObject): Strategy<MapElitesState> {
  const options = parseOptions(schema, source, 'map-elites');
  return {
    id: 'map-elites',
    start: (scored, { direction }) => {
      const axes = axesFrom(options.dimensions, scored);
      const cell = cellOf(options.dimensions, axes, scored);
      const candidate = recordOf(scored.candidate);
      const founders =
        scored.score === null || cell === null
          ? []
          : [{ candidate, score: scored.score, cell, isMigrant: false }];
      return {
        direction,
        baseline: candidate,
        baselinePasses: scored.score !== null,
        bestKept: scored.score,
        outcomes: 0,
        axes,
        islands: Array.from({ length: options.islands }, () => founders),
      };
    },
    select: (state, number, random) => select(state, number, random, options),
    observe: (state, outcome) => {
      const { direction, axes } = state;
      const known = forget(state.islands, outcome.kind === 'decided' ? outcome.number : null);
      const reached = admissible(state, outcome, options.dropRefused);
      const cell = outcome.kind === 'decided' ? cellOf(options.dimensions, axes, outcome.scored) : null;
      const joined =
        reached === null || cell === null
          ? known
          : known.map((owners, index) =>
              index === outcome.number % known.length
                ? claim(direction, owners, { ...reached, cell, isMigrant: false })
                : owners,
            );
      const outcomes = state.outcomes + 1;
      const isDue = outcomes % (options.migrateEvery * joined.length) === 0;
      return {
        ...state,
        outcomes,
        bestKept: foldBestKept(direction, state.bestKept, outcome),
        islands: isDue ? migrate(direction, joined, options) : joined,
      };
    },
  };
}

function select(state: MapElitesState, number: number, random: Random, options: MapElitesOptions): Selection {
  const owners = state.islands[number % state.islands.length]!;
  if (owners.length === 0)
    return {
      kind: 'propose',
      parents: [state.baseline],
      intent: state.baselinePasses ? 'vary' : 'repair',
    };
  const parent = owners[drawOwner(owners.length, random, options)]!;
  const others = owners.filter((owner) => owner !== parent);
  const wanted = options.inspirations > 0 && random.chance(options.crossover) ? options.inspirations : 0;
  return {
    kind: 'propose',
    parents: [parent, ...sample(others, wanted, random)].map(({ candidate }) => candidate),
    intent: 'vary',
  };
}

/** The rank of a parent among so many owners. */
function drawOwner(count: number, random: Random, { explore, exploit, elite }: MapElitesOptions): number {
  const draw = random.next();
  if (draw < explore) return random.below(count);
  if (draw < explore + exploit) return random.below(Math.max(1, Math.floor(count * elite)));
  return drawWeighted(
    Array.from({ length: count }, (_, rank) => count - rank),
    random,
  );
}

/** The owners after a candidate has contended for its cell. */
function claim(direction: Direction, owners: readonly Owner[], newcomer: Owner): readonly Owner[] {
  const holder = owners.find(({ cell }) => cell === newcomer.cell);
  if (holder !== undefined && compare(direction, holder, newcomer) <= 0) return owners;
  return owners
    .filter((owner) => owner !== holder)
    .concat(newcomer)
    .toSorted((left, right) => compare(direction, left, right));
}

/** The islands without a candidate that is judged again. */
function forget(
  islands: readonly (readonly Owner[])[],
  number: number | null,
): readonly (readonly Owner[])[] {
  const isIt = ({ candidate }: Owner): boolean => candidate.number === number;
  return islands.some((owners) => owners.some(isIt))
    ? islands.map((owners) => owners.filter((owner) => !isIt(owner)))
    : islands;
}

/** Sends the best of each island to its neighbours, all at the same time. */
function migrate(
  direction: Direction,
  islands: readonly (readonly Owner[])[],
  { migrants: share }: MapElitesOptions,
): readonly (readonly Owner[])[] {
  const count = islands.length;
  if (count < 2 || share === 0) return islands;
  const leaving = islands.map((owners) =>
    owners.slice(0, Math.max(1, Math.floor(owners.length * share))).filter(({ isMigrant }) => !isMigrant),
  );
  return islands.map((owners, index) => {
    const neighbours = new Set([(index + count - 1) % count, (index + 1) % count]);
    const guests = [...neighbours].flatMap((neighbour) => leaving[neighbour]!);
    return guests
      .filter(({ candidate }) => owners.every((owner) => owner.candidate.number !== candidate.number))
      .reduce((host, guest) => claim(direction, host, { ...guest, isMigrant: true }), owners);
  });
}
