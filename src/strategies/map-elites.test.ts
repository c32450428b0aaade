import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Strategy } from '../kernel/contracts/strategy.ts';
import { createRandom } from '../kernel/random.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { createStrategy } from './index.ts';
import type { MapElitesState } from './map-elites.ts';
import { CHI_SQUARE_LIMITS, chiSquare } from './testing/chi-square.ts';
import { decided, DOWN, scoredWith, UP } from './testing/outcomes.ts';
import { firstParents, parentsOf } from './testing/parents-of.ts';

const SIZE = [{ of: 'size', bins: 10, range: [0, 1000] }];

const owners = (state: Json): number[][] =>
  (state as unknown as MapElitesState).islands.map((island) =>
    island.map(({ candidate }) => candidate.number),
  );

function begin(options: JsonObject, baseline = scoredWith({ number: 0, size: 50 }, 100)) {
  const strategy = createStrategy({
    kind: 'map-elites',
    options: { dimensions: SIZE, dropRefused: false, migrateEvery: 1_000_000, ...options },
  });
  return { strategy, start: strategy.start(baseline, DOWN) };
}

/** A run on a made-up landscape: sizes and scores are drawn, some candidates fail. */
function play(strategy: Strategy, start: Json, seed: string, length: number, see = (_state: Json) => {}) {
  const random = createRandom(seed);
  let state = start;
  for (let number = 1; number <= length; number += 1) {
    const parents = parentsOf(strategy, state, number, `${seed} ${number}`);
    const score = random.chance(0.2) ? null : random.below(100);
    state = strategy.observe(state, decided({ number, parents, size: random.below(1000) }, score));
    see(state);
  }
  return state;
}

describe('what users of OpenEvolve reported', () => {
  test('#391, #289: every island begins with the baseline, takes its turns, and its children stay on it', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 6 }), (seed, islands) => {
        const { strategy, start } = begin({ islands });
        expect(owners(start)).toEqual(Array.from({ length: islands }, () => [0]));
        const state = play(strategy, start, seed, 20 * islands, (now) => {
          for (const island of owners(now)) expect(island.length).toBeGreaterThan(0);
        });
        for (const [index, island] of owners(state).entries()) {
          const own = island.filter((number) => number > 0);
          expect(own.length).toBeGreaterThan(0);
          expect(own.filter((number) => number % islands !== index)).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('#391: an island draws parents and mates from itself alone, however good the others are', () => {
    const { strategy, start } = begin({ islands: 2, crossover: 1, inspirations: 3 });
    const state = [2, 4, 6]
      .map((number) => decided({ number, size: number * 100 }, 1))
      .reduce(strategy.observe, start);
    for (let draw = 0; draw < 100; draw += 1)
      expect(parentsOf(strategy, state, 7, String(draw))).toEqual([0]);
  });

  test('#454: the owner of a cell is never evicted for a better one without a cell', () => {
    const { strategy, start } = begin({ islands: 1 });
    const poorButAlone = decided({ number: 1, size: 950 }, 99);
    const crowd = Array.from({ length: 200 }, (_, index) =>
      decided({ number: index + 2, size: 150 }, 50 - index / 10),
    );
    const state = [poorButAlone, ...crowd].reduce(strategy.observe, start);
    expect(owners(state)[0]!.toSorted((left, right) => left - right)).toEqual([0, 1, 201]);
  });

  test('#454: one that lost its cell is gone, and takes no place', () => {
    const { strategy, start } = begin({ islands: 1 });
    const state = [decided({ number: 1, size: 150 }, 9), decided({ number: 2, size: 160 }, 8)].reduce(
      strategy.observe,
      start,
    );
    expect(owners(state)).toEqual([[2, 0]]);
  });

  test('#452: as many inspirations as asked for, all different', () => {
    const { strategy, start } = begin({ islands: 1, crossover: 1, inspirations: 3 });
    const state = play(strategy, start, 'many', 200);
    for (let draw = 0; draw < 100; draw += 1) {
      const parents = parentsOf(strategy, state, 300, String(draw));
      expect(parents).toHaveLength(4);
      expect(new Set(parents).size).toBe(4);
    }
  });
});

test('parents are drawn 0.2 uniformly, 0.7 from the best tenth, 0.1 by rank', () => {
  const { strategy, start } = begin({ islands: 1, crossover: 0 });
  const state = Array.from({ length: 9 }, (_, index) =>
    decided({ number: index + 1, size: 150 + 100 * index }, 10 + index),
  ).reduce(strategy.observe, start);
  const order = owners(state)[0]!;
  expect(order).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 0]);
  // Ten owners: the best tenth is one of them; ranks weigh 10, 9, ... 1 of 55.
  const expected = order.map((_, rank) => 0.2 / 10 + (rank === 0 ? 0.7 : 0) + (0.1 * (10 - rank)) / 55);
  const counts = firstParents(strategy, state, 20, 6000);
  expect(
    chiSquare(
      order.map((number) => counts.get(number) ?? 0),
      expected,
    ),
  ).toBeLessThan(CHI_SQUARE_LIMITS[8]!);
});

test('after its turns the best of an island goes to both neighbours, once, and must win its cell', () => {
  const { strategy, start } = begin({ islands: 4, migrateEvery: 1 });
  const fourth = [
    decided({ number: 1, size: 150 }, 5),
    decided({ number: 2, size: 150 }, 7),
    decided({ number: 3, size: 250 }, 9),
    decided({ number: 4, size: 350 }, 8),
  ].reduce(strategy.observe, start);
  // On a ring 0-1-2-3, 1 takes the cell of 2 on island 2 and keeps its own against it on island 1.
  expect(owners(fourth)).toEqual([
    [1, 4, 3, 0],
    [1, 4, 0],
    [1, 3, 0],
    [2, 4, 3, 0],
  ]);
  const eighth = [5, 6, 7, 8]
    .map((number) => decided({ number, size: 950 }, null))
    .reduce(strategy.observe, fourth);
  // Candidate 1 leads its neighbours as a guest, and does not go on to island 3.
  expect(owners(eighth)[3]).not.toContain(1);
});

describe('the grid', () => {
  test('has a cell for each combination of bins; values beyond the range fall into the outermost', () => {
    const dimensions = [
      { of: 'size', bins: 2, range: [0, 100] },
      { slice: 'train', metric: 'depth', bins: 4, range: [10, 30] },
    ];
    const strategy = createStrategy({
      kind: 'map-elites',
      options: { islands: 1, dimensions, dropRefused: false },
    });
    const at = (size: number, depth: number): string => {
      const start = strategy.start(scoredWith({ number: 0, size }, 1, { train: { depth } }), UP);
      return (start as unknown as MapElitesState).islands[0]![0]!.cell;
    };
    expect([at(0, 10), at(49, 14.9), at(50, 15), at(99, 29.9)]).toEqual(['0-0', '0-0', '1-1', '1-3']);
    expect([at(1e9, -5), at(0, 1e300)]).toEqual(['1-0', '0-3']);
  });

  test('takes no candidate that lacks a value', () => {
    const dimensions = [{ slice: 'train', metric: 'depth', range: [0, 9] }];
    const { strategy, start } = begin(
      { islands: 1, dimensions },
      scoredWith({ number: 0 }, 5, { train: { depth: 3 } }),
    );
    expect(owners(strategy.observe(start, decided({ number: 1 }, 1)))).toEqual([[0]]);
  });

  test.each([
    [{ slice: 'train', metric: 'depth' }, 'the baseline has no train.depth'],
    [{ of: 'score' }, "the baseline's score is 0"],
  ])('is refused where %o has no range to be laid by', (dimension, what) => {
    expect(() => begin({ dimensions: [dimension] }, scoredWith({ number: 0 }, 0))).toThrow(what);
  });
});

test.each([
  [{ explore: 0.6, exploit: 0.5 }, 'exploit'],
  [{ islands: 64, dimensions: [{ of: 'size', bins: 100 }] }, 'dimensions'],
  [{ dimensions: [{ of: 'size', range: [5, 5] }] }, 'dimensions'],
  [{ dimensions: [{ of: 'colour' }] }, 'dimensions'],
])('refuses the impossible %o', (options, field) => {
  expect(() => createStrategy({ kind: 'map-elites', options })).toThrow(
    new RegExp(`^FULCRUM_E_TASK_INVALID.*strategy\\.options\\.${field}`),
  );
});
