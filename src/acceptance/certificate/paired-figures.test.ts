import { expect, test } from 'vitest';
import { checkWith, verdictWith } from '../../kernel/testing/fixtures.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { pairedFigures } from './paired-figures.ts';

const BY = { slice: 'train', metric: 'cost', direction: 'minimize' } as const;

function costing(cost: number | null): Verdict {
  return cost === null
    ? verdictWith({ status: 'crash', checks: [checkWith({ status: 'crash' })] })
    : verdictWith({ checks: [checkWith({ metrics: { cost } })] });
}

function figures(...pairs: readonly (readonly [number | null, number | null])[]) {
  return pairedFigures(
    BY,
    pairs.map(([first, second]) => ({ first: costing(first), second: costing(second) })),
  );
}

test('gains are counted and averaged in the direction of the metric', () => {
  expect(figures([1, 4], [2, 3], [5, 5], [7, 5])).toEqual({
    pairs: 4,
    wins: 2,
    losses: 1,
    ties: 1,
    failed: 0,
    otherFailed: 0,
    mean: 0.5,
    // Gains 3, 1, 0, -2: squares from the mean 6.25, 0.25, 0.25, 6.25.
    deviation: Math.sqrt(13 / 3),
  });
});

test('who does not pass loses to who does, and is in no average', () => {
  expect(figures([null, 4], [2, null], [null, null], [1, 3])).toEqual({
    pairs: 3,
    wins: 2,
    losses: 1,
    ties: 0,
    failed: 1,
    otherFailed: 1,
    mean: 2,
    deviation: null,
  });
});

test('nothing measured is no pair', () => {
  expect(figures([null, null])).toMatchObject({ pairs: 0, mean: null, deviation: null });
});
