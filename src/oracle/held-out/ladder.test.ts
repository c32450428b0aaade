import { expect, it } from 'vitest';
import type { Loss } from './ladder.ts';
import { ladderAnswer } from './ladder.ts';

const loss = (...items: readonly number[]): Loss => ({
  mean: items.reduce((sum, item) => sum + item, 0) / items.length,
  items,
});

it('releases the first submission as it is', () => {
  expect(ladderAnswer(null, loss(0, 1, 1, 0), null)).toMatchObject({ released: 0.5, improved: true });
});

// Differences 0-1, 0-1, 0-0, 0-0: mean -0.5, deviation sqrt(1/3) = .577, so the step is .289.
it('releases an improvement beyond the standard error of the paired differences', () => {
  expect(ladderAnswer(loss(1, 1, 0, 0), loss(0, 0, 0, 0), null)).toMatchObject({
    released: 0,
    improved: true,
  });
});

// Differences -1, 0, 0, 0: mean -.25, deviation .5, step .25: not smaller than best - step.
it('releases the best again for an improvement that is not beyond it', () => {
  const best = loss(1, 1, 0, 0);
  expect(ladderAnswer(best, loss(0, 1, 0, 0), null)).toEqual({ released: 0.5, best, improved: false });
});

it('tells nothing of a loss, however large', () => {
  const best = loss(1, 0, 0, 0);
  expect(ladderAnswer(best, loss(1, 1, 1, 1), null).released).toBe(0.25);
});

it('with a step asks for more than the step and rounds to it', () => {
  const best: Loss = { mean: 0.5, items: null };
  expect(ladderAnswer(best, { mean: 0.41, items: null }, 0.1).improved).toBe(false);
  const better = ladderAnswer(best, { mean: 0.37, items: null }, 0.1);
  expect(better.released).toBeCloseTo(0.4, 12);
  expect(better.best.mean).toBe(better.released);
});

it('refuses to compare other items, or none', () => {
  expect(() => ladderAnswer(loss(1, 0), loss(1, 0, 1), null)).toThrow(RangeError);
  expect(() => ladderAnswer(loss(1, 0), { mean: 0, items: null }, null)).toThrow(RangeError);
});
