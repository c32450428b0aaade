import { expect, test } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { createStrategy } from './index.ts';
import { decided, DOWN, refused, scoredWith } from './testing/outcomes.ts';
import { parentsOf } from './testing/parents-of.ts';

const begin = (options = {}) => {
  const strategy = createStrategy({ kind: 'sequential', options });
  return { strategy, state: strategy.start(scoredWith({ number: 0 }, 5), DOWN) };
};

test('varies the latest that passed, however bad it is, and no failed or refused one', () => {
  const { strategy, state } = begin();
  const after = [
    decided({ number: 1, parents: [0] }, 4, 'keep'),
    decided({ number: 2, parents: [1] }, 900),
    decided({ number: 3, parents: [2] }, null),
    refused(4),
  ].reduce(strategy.observe, state);
  expect(parentsOf(strategy, after, 5)).toEqual([2]);
});

test('chains take turns and know nothing of each other', () => {
  const { strategy, state } = begin({ chains: 2 });
  const after = [
    decided({ number: 1, parents: [0] }, 4),
    decided({ number: 2, parents: [0] }, 3),
    decided({ number: 3, parents: [1] }, 2),
  ].reduce(strategy.observe, state);
  expect(parentsOf(strategy, after, 4)).toEqual([2]);
  expect(parentsOf(strategy, after, 5)).toEqual([3]);
});

test('a chain that has had its length begins anew; late news of the old one does not join it', () => {
  const { strategy, state } = begin({ length: 2 });
  const ended = [decided({ number: 1, parents: [0] }, 4), decided({ number: 2, parents: [1] }, 3)].reduce(
    strategy.observe,
    state,
  );
  expect(strategy.select(ended, 3, createRandom('x'))).toMatchObject({
    intent: 'start',
    parents: [{ number: 0 }],
  });
  const late = strategy.observe(ended, decided({ number: 3, parents: [2] }, 1));
  expect(parentsOf(strategy, late, 4)).toEqual([0]);
});

test('context comes from the chain, uniformly and without repetition', () => {
  const { strategy, state } = begin({ context: 2 });
  const after = [1, 2, 3, 4]
    .map((number) => decided({ number, parents: [number - 1] }, 1))
    .reduce(strategy.observe, state);
  const shown = new Set<number>();
  for (let draw = 0; draw < 60; draw += 1) {
    const [latest, ...context] = parentsOf(strategy, after, 5, String(draw));
    expect(latest).toBe(4);
    expect(new Set(context).size).toBe(2);
    for (const number of context) shown.add(number);
  }
  expect(shown).toEqual(new Set([1, 2, 3]));
});

test('one that turns out not to pass leaves the chain', () => {
  const { strategy, state } = begin();
  const after = [
    decided({ number: 1, parents: [0] }, 4),
    decided({ number: 2, parents: [1] }, 3),
    decided({ number: 2, parents: [1] }, null),
  ].reduce(strategy.observe, state);
  expect(parentsOf(strategy, after, 3)).toEqual([1]);
});
