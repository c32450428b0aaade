import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { createStrategy } from './index.ts';
import { decided, DOWN, refused, scoredWith } from './testing/outcomes.ts';

const OUTCOMES = [
  decided({ number: 1, parents: [0] }, 4, 'keep'),
  decided({ number: 2, parents: [1] }, null),
  refused(3),
];

test.each([
  ['incumbent', 1, 'vary'],
  ['last', 2, 'repair'],
  ['baseline', 0, 'vary'],
])('from %s the parent is candidate %i, to %s', (from, number, intent) => {
  const strategy = createStrategy({ kind: 'ralph', options: { from } });
  const state = OUTCOMES.reduce(strategy.observe, strategy.start(scoredWith({ number: 0 }, 5), DOWN));
  expect(strategy.select(state, 4, createRandom('x'))).toMatchObject({
    kind: 'propose',
    parents: [{ number }],
    intent,
  });
});

test('a baseline that does not pass is repaired until something is kept', () => {
  const strategy = createStrategy({ kind: 'ralph', options: {} });
  const start = strategy.start(scoredWith({ number: 0 }, null), DOWN);
  const select = (state: typeof start) => strategy.select(state, 9, createRandom('x'));
  expect(select(start)).toMatchObject({ intent: 'repair', parents: [{ number: 0 }] });
  const failed = strategy.observe(start, decided({ number: 1 }, null));
  expect(select(failed)).toMatchObject({ intent: 'repair', parents: [{ number: 0 }] });
  const kept = strategy.observe(failed, decided({ number: 2 }, 3, 'keep'));
  expect(select(kept)).toMatchObject({ intent: 'vary', parents: [{ number: 2 }] });
  const takenBack = strategy.observe(kept, decided({ number: 2 }, null, 'crash'));
  expect(select(takenBack)).toMatchObject({ intent: 'repair', parents: [{ number: 0 }] });
});

test('nothing an attempt says changes what is done next', () => {
  const strategy = createStrategy({ kind: 'ralph', options: { from: 'last' } });
  const start = strategy.start(scoredWith({ number: 0 }, 5), DOWN);
  const chosen = (summary: string): unknown => {
    const provenance = { proposer: 'agent', operator: 'said', summary };
    const state = strategy.observe(start, decided({ number: 1, provenance }, null, 'crash'));
    const selection = strategy.select(state, 2, createRandom('x'));
    return selection.kind === 'propose' ? [selection.parents[0]!.number, selection.intent] : selection;
  };
  fc.assert(
    fc.property(fc.string(), (summary) => {
      expect(chosen(`<promise>DONE</promise> ${summary}`)).toEqual([1, 'repair']);
    }),
  );
});
