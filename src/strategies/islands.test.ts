import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import type { Json } from '../kernel/json.ts';
import { createStrategy } from './index.ts';
import type { IslandsState } from './islands.ts';
import { CHI_SQUARE_LIMITS, chiSquare, normalised } from './testing/chi-square.ts';
import { decided, DOWN, scoredWith, UP } from './testing/outcomes.ts';
import { firstParents, parentsOf } from './testing/parents-of.ts';

const DRAWS = 4000;

const numbersOn = (state: Json): number[][] =>
  (state as unknown as IslandsState).islands.map(({ clusters }) =>
    clusters.flatMap(({ members }) => members.map(({ number }) => number)),
  );

describe('the draw', () => {
  test('of a cluster follows the softmax at the cooled temperature', () => {
    const strategy = createStrategy({
      kind: 'islands',
      options: { islands: 1, temperature: 0.1, period: 10, crossover: 0, dropRefused: false },
    });
    const start = strategy.start(scoredWith({ number: 0 }, 0.5), UP);
    const scores = [0.5, 0.55, 0.58, 0.62];
    const state = [1, 2, 3]
      .map((number) => decided({ number }, scores[number]!))
      .reduce(strategy.observe, start);
    // Four candidates were registered, so T is 0.1 (1 - 4/10).
    const expected = normalised(scores.map((score) => Math.exp(score / 0.06)));
    const counts = firstParents(strategy, state, 9, DRAWS);
    expect(
      chiSquare(
        [0, 1, 2, 3].map((number) => counts.get(number) ?? 0),
        expected,
      ),
    ).toBeLessThan(CHI_SQUARE_LIMITS[2]!);
  });

  test('of a candidate of a cluster prefers less code by a softmax of -(size - smallest)/(largest + 1e-6)', () => {
    const strategy = createStrategy({ kind: 'islands', options: { islands: 1, crossover: 0 } });
    const start = strategy.start(scoredWith({ number: 0, size: 100 }, 5), DOWN);
    const sizes = [100, 300, 400];
    const state = [1, 2]
      .map((number) => decided({ number, size: sizes[number]! }, 5))
      .reduce(strategy.observe, start);
    const expected = normalised(sizes.map((size) => Math.exp(-(size - 100) / (400 + 1e-6))));
    const counts = firstParents(strategy, state, 9, DRAWS);
    expect(
      chiSquare(
        [0, 1, 2].map((number) => counts.get(number) ?? 0),
        expected,
      ),
    ).toBeLessThan(CHI_SQUARE_LIMITS[1]!);
  });

  test('of two clusters changes the better one', () => {
    const strategy = createStrategy({
      kind: 'islands',
      options: { islands: 1, crossover: 1, temperature: 100, dropRefused: false },
    });
    const start = strategy.start(scoredWith({ number: 0 }, 5), DOWN);
    const state = strategy.observe(start, decided({ number: 1 }, 4));
    const drawn = Array.from({ length: 50 }, (_, draw) => parentsOf(strategy, state, 9, String(draw)));
    expect(drawn.filter(({ length }) => length === 2)).not.toEqual([]);
    for (const parents of drawn) if (parents.length === 2) expect(parents).toEqual([1, 0]);
  });
});

test('the weaker half is founded anew by the best of the stronger', () => {
  const strategy = createStrategy({
    kind: 'islands',
    options: { islands: 4, resetEvery: 4, dropRefused: false },
  });
  const start = strategy.start(scoredWith({ number: 0 }, 50), DOWN);
  const state = [
    decided({ number: 1 }, 40),
    decided({ number: 2 }, 10),
    decided({ number: 3 }, 30),
    decided({ number: 4 }, 20),
  ].reduce(strategy.observe, start);
  // Islands 2 and 0 lead with 10 and 20; island 3 is founded by the first of them, island 1 by the second.
  expect(numbersOn(state)).toEqual([[4, 0], [4], [2, 0], [2]]);
});

test('every island has members, takes its turn and keeps what was made on it', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 7 }), (seed, islands) => {
      const strategy = createStrategy({
        kind: 'islands',
        options: { islands, resetEvery: 10_000, dropRefused: false },
      });
      const random = createRandom(seed);
      let state = strategy.start(scoredWith({ number: 0 }, 50), DOWN);
      for (let number = 1; number <= 20 * islands; number += 1) {
        const [parent] = parentsOf(strategy, state, number, `${seed} ${number}`);
        expect(numbersOn(state)[number % islands]).toContain(parent);
        const score = random.chance(0.3) ? null : random.below(50);
        state = strategy.observe(state, decided({ number, parents: [parent!] }, score));
        for (const members of numbersOn(state)) expect(members.length).toBeGreaterThan(0);
      }
      for (const [index, members] of numbersOn(state).entries()) {
        expect(members.filter((number) => number > 0 && number % islands !== index)).toEqual([]);
        expect(members.filter((number) => number > 0)).not.toEqual([]);
      }
    }),
    { numRuns: 30 },
  );
});

test('what is drawn, kept and forgotten stays within its bounds', () => {
  const strategy = createStrategy({
    kind: 'islands',
    options: { islands: 1, clusters: 2, clusterSize: 2, dropRefused: false },
  });
  const start = strategy.start(scoredWith({ number: 0, size: 50 }, 9), DOWN);
  const state = [
    decided({ number: 1, size: 40 }, 9),
    decided({ number: 2, size: 30 }, 9),
    decided({ number: 3 }, 8),
    decided({ number: 4 }, 7),
    decided({ number: 4 }, null),
  ].reduce(strategy.observe, start);
  expect(numbersOn(state)).toEqual([[3]]);
});
