import { describe, expect, test } from 'vitest';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import type { Json } from '../kernel/json.ts';
import { createRandom } from '../kernel/random.ts';
import type { SicaState } from './sica.ts';
import { createSicaStrategy } from './sica.ts';
import { baselineAt, decidedWith, measuredWith, objectiveWith } from './testing/accuracy-outcomes.ts';
import { proposalOf } from './testing/proposal-of.ts';

function after(
  baseline: { readonly [name: string]: number },
  outcomes: readonly ProposalOutcome[],
  options: { readonly [option: string]: Json } = {},
): SicaState {
  const strategy = createSicaStrategy(options);
  return outcomes.reduce(strategy.observe, strategy.start(baselineAt(0, baseline), objectiveWith()));
}

const chosen = (state: SicaState, options = {}) =>
  createSicaStrategy(options).select(state, 1, createRandom('any'));

const baseOf = (state: SicaState): number => proposalOf(chosen(state)).parents[0]!.number;

describe('the base', () => {
  // Mean .6, s² = .08 / 3, so the interval starts at .6 - 1.96 √(.08 / 3 / 4) = .43997.
  const best = { a: 0.8, b: 0.6, c: 0.6, d: 0.4 };

  test.each([
    [0.4401, 2],
    [0.4399, 1],
  ])('after one of mean %d is candidate %d', (mean, expected) => {
    const next = { a: mean, b: mean, c: mean, d: mean };
    const state = after({ a: 0, b: 0 }, [decidedWith(1, 1, [0], best), decidedWith(2, 1, [1], next)]);
    expect(baseOf(state)).toBe(expected);
  });

  test('is the newest of several within the interval, never one before the best', () => {
    const within = { a: 0.5, b: 0.5, c: 0.5, d: 0.5 };
    const below = { a: 0.1, b: 0.1, c: 0.1, d: 0.1 };
    const story = [
      decidedWith(1, 1, [0], within),
      decidedWith(2, 1, [1], best),
      decidedWith(3, 1, [2], within),
      decidedWith(4, 1, [3], below),
    ];
    expect(baseOf(after(below, story))).toBe(3);
    expect(baseOf(after(below, story.with(2, decidedWith(3, 1, [2], below))))).toBe(2);
  });

  test('is the best itself while it has a single result, as there is no interval', () => {
    expect(
      baseOf(after({ a: 0.5 }, [decidedWith(1, 1, [0], { a: 0.6 }), decidedWith(2, 1, [1], { a: 0.59 })])),
    ).toBe(1);
  });

  test('is read in the direction of the objective', () => {
    const strategy = createSicaStrategy({});
    const start = strategy.start(baselineAt(0, { a: 4, b: 6 }), objectiveWith({ direction: 'minimize' }));
    const state = [decidedWith(1, 1, [0], { a: 1, b: 1.1 }), decidedWith(2, 1, [1], { a: 9, b: 9 })].reduce(
      strategy.observe,
      start,
    );
    expect(baseOf(state)).toBe(1);
  });

  test('is no candidate that failed, nor one that did when it was judged again', () => {
    const good = decidedWith(1, 1, [0], { a: 0.9, b: 0.8 });
    expect(baseOf(after({ a: 0.5, b: 0.5 }, [decidedWith(1, null)]))).toBe(0);
    expect(baseOf(after({ a: 0.5, b: 0.5 }, [good]))).toBe(1);
    expect(baseOf(after({ a: 0.5, b: 0.5 }, [good, decidedWith(1, null)]))).toBe(0);
  });
});

describe('measurements', () => {
  const baseline = { a: 0.5, b: 0.5 };

  test('are of the newest until it was judged so often, and enter its mean', () => {
    const options = { repeats: 3 };
    const twice = [measuredWith(1, 0, 0, baseline), measuredWith(2, 0, 0, baseline)];
    expect(chosen(after(baseline, [], options), options)).toMatchObject({
      kind: 'measure',
      candidate: { number: 0 },
    });
    expect(chosen(after(baseline, twice, options), options).kind).toBe('propose');
    const child = [...twice, decidedWith(3, 1, [0], { a: 1, b: 1 }), measuredWith(4, 3, 0, { a: 0, b: 1 })];
    const { agents } = after(baseline, child, options);
    // Results 1, 1, 0 and 1: mean 3/4, squared distances 3/16 + 9/16.
    expect(agents.at(-1)).toMatchObject({ judged: 2, count: 4 });
    expect(agents.at(-1)!.mean).toBeCloseTo(3 / 4, 12);
    expect(agents.at(-1)!.spread).toBeCloseTo(3 / 4, 12);
  });
});

test('of more than its size the oldest is forgotten, but never the best', () => {
  const numbersAfter = (baseline: { a: number; b: number }): readonly number[] => {
    const story = [1, 2, 3].map((number) => decidedWith(number, 1, [0], { a: number / 9, b: number / 9 }));
    return after(baseline, story, { size: 2 }).agents.map(({ candidate }) => candidate.number);
  };
  expect(numbersAfter({ a: 0.9, b: 0.8 })).toEqual([0, 3]);
  expect(numbersAfter({ a: 0, b: 0 })).toEqual([2, 3]);
});

/**
 * A run whose every change makes the candidate a little worse than its parent, by a tenth of the noise of one result.
 * Gives the true value of the base after it.
 */
function trueValueOfBase(seed: string, loss: number): number {
  const strategy = createSicaStrategy({});
  const random = createRandom(seed);
  const look = (value: number): { readonly [name: string]: number } =>
    Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`i${index}`, value + random.normal()]));
  const values = [0];
  let state = strategy.start(baselineAt(0, look(0)), objectiveWith());
  for (let number = 1; number <= 200; number += 1) {
    const parent = baseOf(state);
    values[number] = values[parent]! - loss;
    state = strategy.observe(state, decidedWith(number, 0, [parent], look(values[number]!)));
  }
  return values[baseOf(state)]!;
}

test('the rule slides: changes that only harm, by less than the noise, carry the base away from where it began', () => {
  const ends = Array.from({ length: 20 }, (_, run) => trueValueOfBase(`slide ${run}`, 0.1));
  // A rule that keeps nothing ends at 0, as does any that keeps only what is better.
  expect(ends.filter((value) => value < -0.05).length).toBeGreaterThan(16);
  expect(ends.toSorted((one, other) => one - other)[10]!).toBeLessThan(-0.15);
});

test.each([
  [{ repeats: 0 }, 'repeats'],
  [{ size: 1 }, 'size'],
])('refuses the options %o, naming the field', (options, field) => {
  expect(() => createSicaStrategy(options)).toThrow(
    new RegExp(`^FULCRUM_E_TASK_INVALID.*options\\.${field}`),
  );
});
