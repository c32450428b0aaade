import { expect, it } from 'vitest';
import { countReadings, exhaustedSlice, readingOf } from './held-out.ts';
import type { HeldOutSlice, Task } from './task.ts';
import type { CheckResult, Verdict } from './verdict.ts';

it.each([
  ['baseline', 'baseline'],
  ['decision-12', 'decision-12'],
  ['decision-12-screen-3', 'decision-12'],
  ['decision-12-confirm-40', 'decision-12'],
  ['reconfirm-3', 'reconfirm'],
  ['remeasure-50-7', 'remeasure-50'],
  ['aa-2', 'aa'],
])('counts %s to the reading %s', (inputs, reading) => {
  expect(readingOf(inputs)).toBe(reading);
});

const taskWith = (slice: Partial<HeldOutSlice>): Task => {
  const heldOut = [{ name: 'hidden', metric: 'error', direction: 'minimize', tolerance: 0, ...slice }];
  return { slices: { visible: [], heldOut } } as unknown as Task;
};

const verdict = (...checks: readonly Partial<CheckResult>[]): Verdict => ({ checks }) as unknown as Verdict;

it('takes down what the oracle counted: readings, and items as far as they are new', () => {
  const task = taskWith({ reads: 9 });
  const first = verdict(
    { slice: 'hidden', reads: 1, questions: 10 },
    { slice: 'hidden', reads: 1, questions: 5 },
  );
  const again = countReadings(countReadings({}, task, first), task, first);
  expect(again).toEqual({ hidden: { reads: 1, items: 15 } });
  const second = countReadings(again, task, verdict({ slice: 'hidden', reads: 2, questions: 10 }));
  expect(second).toEqual({ hidden: { reads: 2, items: 25 } });
  const fixed = taskWith({ items: 'fixed' });
  expect(countReadings(again, fixed, verdict({ slice: 'hidden', reads: 2, questions: 15 }))).toEqual({
    hidden: { reads: 2, items: 15 },
  });
});

it('leaves slices alone that the oracle does not count', () => {
  const uses = {};
  expect(countReadings(uses, taskWith({}), verdict({ slice: 'hidden', questions: 10 }))).toBe(uses);
});

it('finds the slice whose readings are used up; a final one is nobody’s to use up', () => {
  const uses = { hidden: { reads: 3, items: 3 } };
  expect(exhaustedSlice(taskWith({ reads: 4 }), uses)).toBeNull();
  expect(exhaustedSlice(taskWith({ reads: 3 }), uses)?.name).toBe('hidden');
  expect(exhaustedSlice(taskWith({ reads: 3, final: true }), uses)).toBeNull();
});
