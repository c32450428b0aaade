import { expect, test } from 'vitest';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import { createRandom } from '../kernel/random.ts';
import { createStrategy } from './index.ts';
import { decided, DOWN, refused, scoredWith } from './testing/outcomes.ts';

function after(outcomes: readonly ProposalOutcome[], options = {}, baseline: number | null = 5) {
  const strategy = createStrategy({ kind: 'autoresearch', options });
  const start = strategy.start(scoredWith({ number: 0 }, baseline), DOWN);
  return strategy.select(outcomes.reduce(strategy.observe, start), 99, createRandom('x'));
}

test('the decision alone moves the branch: a better score that was not kept is reverted', () => {
  expect(after([decided({ number: 1 }, 1, 'discard')])).toMatchObject({ parents: [{ number: 0 }] });
  expect(after([decided({ number: 1 }, 1, 'inconclusive')])).toMatchObject({ parents: [{ number: 0 }] });
  expect(after([decided({ number: 1 }, 4.9, 'keep')])).toMatchObject({ parents: [{ number: 1 }] });
});

test('a keep that is taken back gives the branch back to the one before', () => {
  const outcomes = [decided({ number: 1 }, 4, 'keep'), decided({ number: 2, parents: [1] }, 3, 'keep')];
  expect(after(outcomes)).toMatchObject({ parents: [{ number: 2 }] });
  expect(after([...outcomes, decided({ number: 2, parents: [1] }, null)])).toMatchObject({
    parents: [{ number: 1 }],
  });
});

test('a failure is repaired from its latest attempt, then given up', () => {
  const crash = decided({ number: 1 }, null, 'crash');
  const again = decided({ number: 2, parents: [1] }, null, 'crash');
  expect(after([crash])).toMatchObject({ intent: 'repair', parents: [{ number: 1 }] });
  expect(after([crash, again])).toMatchObject({ intent: 'repair', parents: [{ number: 2 }] });
  expect(after([crash, again], { repairs: 1 })).toMatchObject({ intent: 'vary', parents: [{ number: 0 }] });
  expect(after([crash], { repairs: 0 })).toMatchObject({ intent: 'vary', parents: [{ number: 0 }] });
  expect(after([crash, decided({ number: 2, parents: [1] }, 6)])).toMatchObject({
    intent: 'vary',
    parents: [{ number: 0 }],
  });
});

test('proposers that have no repair do not hold the run up', () => {
  const crash = decided({ number: 1 }, null, 'crash');
  expect(after([crash, refused(2, [1]), refused(3, [1])])).toMatchObject({ intent: 'repair' });
  expect(after([crash, ...[2, 3, 4].map((number) => refused(number, [1]))])).toMatchObject({
    intent: 'vary',
  });
});

test('other attempts under way do not end a repair', () => {
  const crash = decided({ number: 1 }, null, 'crash');
  const others = [
    decided({ number: 2 }, null, 'crash'),
    decided({ number: 3 }, 7),
    refused(4),
    refused(5),
    refused(6),
  ];
  expect(after([crash, ...others])).toMatchObject({ intent: 'repair', parents: [{ number: 1 }] });
});

test('names the file that may be edited', () => {
  expect(after([], { focus: ['train.py'] })).toMatchObject({ focus: ['train.py'] });
  expect(after([])).not.toHaveProperty('focus');
});

test('a baseline that does not pass is repaired first', () => {
  expect(after([], {}, null)).toMatchObject({ intent: 'repair', parents: [{ number: 0 }] });
});
