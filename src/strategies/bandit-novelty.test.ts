import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import { createRandom } from '../kernel/random.ts';
import type { BanditNoveltyState } from './bandit-novelty.ts';
import { createStrategy } from './index.ts';
import { CHI_SQUARE_LIMITS, chiSquare, normalised } from './testing/chi-square.ts';
import { decided, DOWN, refused, scoredWith } from './testing/outcomes.ts';
import { firstParents, parentsOf } from './testing/parents-of.ts';

const stateOf = (state: Json): BanditNoveltyState => state as unknown as BanditNoveltyState;
const members = (state: Json): number[][] =>
  stateOf(state).islands.map((island) => island.map(({ candidate }) => candidate.number));

function begin(options: JsonObject = {}, score: number | null = 50, size = 100) {
  const strategy = createStrategy({ kind: 'bandit-novelty', options: { dropRefused: false, ...options } });
  return { strategy, start: strategy.start(scoredWith({ number: 0, size }, score), DOWN) };
}

test('parents weigh sigmoid(10 (s - median)/MAD) / (1 + children)', () => {
  const { strategy, start } = begin({ islands: 1, inspirations: 0 });
  const state = [
    decided({ number: 1, parents: [0] }, 49.9),
    decided({ number: 2, parents: [1] }, 49),
    decided({ number: 3, parents: [1] }, 48),
    decided({ number: 4, parents: [0] }, null),
  ].reduce(strategy.observe, start);
  // Less is better: -50, -49.9, -49, -48. Median -49.45; deviations .55, .45, .45, 1.45, so the MAD is .5.
  const sigmoid = (score: number): number => 1 / (1 + Math.exp((-10 * (score + 49.45)) / 0.5));
  const weights = [sigmoid(-50) / 3, sigmoid(-49.9) / 3, sigmoid(-49), sigmoid(-48)];
  const counts = firstParents(strategy, state, 9, 4000);
  const [, , third, fourth] = normalised(weights);
  // The first two are too rare to be expected five times.
  expect((counts.get(0) ?? 0) + (counts.get(1) ?? 0)).toBeLessThan(8);
  expect(chiSquare([counts.get(2) ?? 0, counts.get(3) ?? 0], normalised([third!, fourth!]))).toBeLessThan(
    CHI_SQUARE_LIMITS[0]!,
  );

  const gentle = begin({ islands: 1, inspirations: 0, lambda: 0.2 });
  const same = [
    decided({ number: 1, parents: [0] }, 49.9),
    decided({ number: 2, parents: [1] }, 49),
    decided({ number: 3, parents: [1] }, 48),
  ].reduce(gentle.strategy.observe, gentle.start);
  const soft = (score: number): number => 1 / (1 + Math.exp((-0.2 * (score + 49.45)) / 0.5));
  const drawn = firstParents(gentle.strategy, same, 9, 4000);
  expect(
    chiSquare(
      [0, 1, 2, 3].map((number) => drawn.get(number) ?? 0),
      normalised([soft(-50) / 2, soft(-49.9) / 3, soft(-49), soft(-48)]),
    ),
  ).toBeLessThan(CHI_SQUARE_LIMITS[2]!);
});

test('one that behaves as a member does is taken in only when it is smaller', () => {
  const { strategy, start } = begin({ islands: 1 });
  const metrics = { train: { cost: 50, depth: 3 } };
  const first = strategy.observe(start, decided({ number: 1, size: 90 }, 50, 'discard', metrics));
  expect(members(first)).toEqual([[1, 0]]);
  const larger = strategy.observe(first, decided({ number: 2, size: 95 }, 50, 'discard', metrics));
  expect(members(larger)).toEqual([[1, 0]]);
  const smaller = strategy.observe(larger, decided({ number: 3, size: 80 }, 50, 'discard', metrics));
  expect(members(smaller)).toEqual([[3, 0]]);
  const elsewhere = { train: { cost: 50, depth: 4 } };
  expect(
    members(strategy.observe(smaller, decided({ number: 4, size: 99 }, 50, 'discard', elsewhere))),
  ).toEqual([[3, 4, 0]]);
});

test('stagnation spawns islands from the baseline, at most so many; then the weakest makes way', () => {
  const { strategy, start } = begin({ islands: 2, maximumIslands: 3, stagnation: 3 });
  const grown = [decided({ number: 2, parents: [0] }, 40), decided({ number: 3, parents: [0] }, 30)].reduce(
    strategy.observe,
    start,
  );
  expect(members(grown)).toEqual([
    [2, 0],
    [3, 0],
  ]);
  const spawned = [refused(4), refused(5), refused(6)].reduce(strategy.observe, grown);
  expect(members(spawned)).toEqual([[2, 0], [3, 0], [0]]);
  const third = strategy.observe(spawned, decided({ number: 8, parents: [0] }, 35));
  expect(members(third)).toEqual([
    [2, 0],
    [3, 0],
    [8, 0],
  ]);
  const replaced = [refused(9), refused(10)].reduce(strategy.observe, third);
  expect(members(replaced)).toEqual([[0], [3, 0], [8, 0]]);
});

test('a new best puts off the next island', () => {
  const { strategy, start } = begin({ islands: 1, stagnation: 3 });
  const outcomes = [refused(1), refused(2), decided({ number: 3, parents: [0] }, 40), refused(4), refused(5)];
  const state = outcomes.reduce(strategy.observe, start);
  expect(stateOf(state).islands).toHaveLength(1);
  expect(stateOf(strategy.observe(state, refused(6))).islands).toHaveLength(2);
});

test('children live with their parent; no island that has the baseline is left without', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (seed, islands) => {
      const { strategy, start } = begin({ islands, stagnation: 1_000_000 });
      const random = createRandom(seed);
      let state = start;
      for (let number = 1; number <= 40 * islands; number += 1) {
        const parents = parentsOf(strategy, state, number, `${seed} ${number}`);
        expect(members(state).some((island) => parents.every((parent) => island.includes(parent)))).toBe(
          true,
        );
        const score = random.chance(0.2) ? null : 50 + random.normal();
        state = strategy.observe(state, decided({ number, parents }, score));
      }
      for (const island of members(state)) expect(island.length).toBeGreaterThan(1);
    }),
    { numRuns: 20 },
  );
});

test('learns how many inspirations help', () => {
  const { strategy, start } = begin({ islands: 1, inspirations: 1, stagnation: 1_000_000 });
  let state = start;
  let best = 50;
  for (let number = 1; number <= 200; number += 1) {
    const parents = parentsOf(strategy, state, number, String(number));
    // Only crossing two gains anything in this world.
    const score = parents.length === 2 ? (best -= 1) : 60 + number;
    state = strategy.observe(state, decided({ number, parents }, score));
  }
  const drawn = Array.from({ length: 300 }, (_, draw) => parentsOf(strategy, state, 201, `after ${draw}`));
  const crossed = drawn.filter(({ length }) => length === 2).length;
  // The winner is drawn with probability 1 - epsilon = 0.8: 240 of 300, standard deviation 6.9.
  expect(Math.abs(crossed - 240)).toBeLessThan(4 * 6.9);
});

test('with dropRefused the acceptance rule is believed rather than the visible score', () => {
  const { strategy, start } = begin({ islands: 1, dropRefused: true });
  expect(members(strategy.observe(start, decided({ number: 1 }, 1, 'discard')))).toEqual([[0]]);
  expect(members(strategy.observe(start, decided({ number: 1 }, 1, 'keep')))).toEqual([[1, 0]]);
});

test('more islands than it may have are refused', () => {
  expect(() =>
    createStrategy({ kind: 'bandit-novelty', options: { islands: 9, maximumIslands: 8 } }),
  ).toThrow(/^FULCRUM_E_TASK_INVALID.*islands/);
});
