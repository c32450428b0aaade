import { describe, expect, test } from 'vitest';
import type { ProposalOutcome } from '../kernel/contracts/strategy.ts';
import type { Json } from '../kernel/json.ts';
import { createRandom } from '../kernel/random.ts';
import type { AdasState } from './adas.ts';
import { createAdasStrategy } from './adas.ts';
import { baselineAt, decidedWith, objectiveWith } from './testing/accuracy-outcomes.ts';
import { refused } from './testing/outcomes.ts';
import { proposalOf } from './testing/proposal-of.ts';

function after(
  outcomes: readonly ProposalOutcome[],
  options: { readonly [option: string]: Json } = {},
): { readonly state: AdasState; readonly parents: readonly number[]; readonly intent: string } {
  const strategy = createAdasStrategy({ scale: { zero: 0, one: 1 }, ...options });
  const state = outcomes.reduce(strategy.observe, strategy.start(baselineAt(0.3), objectiveWith()));
  const { parents, intent } = proposalOf(strategy.select(state, 1, createRandom('any')));
  return { state, parents: parents.map(({ number }) => number), intent };
}

describe('the archive', () => {
  test('keeps everything from a score of 0.01 on, best first, and is shown beside the baseline', () => {
    const outcomes = [decidedWith(1, 0.01), decidedWith(2, 0.9), decidedWith(3, 0.3), decidedWith(4, 0.9)];
    const { state, parents, intent } = after(outcomes);
    expect(state.archive.map(({ candidate }) => candidate.number)).toEqual([2, 4, 0, 3, 1]);
    expect(parents).toEqual([0, 2, 4, 3, 1]);
    expect(intent).toBe('start');
  });

  test('is shown as far as `shown`, holds at most `size`, and forgets the worst', () => {
    const outcomes = [decidedWith(1, 0.5), decidedWith(2, 0.4), decidedWith(3, 0.9)];
    const { state, parents } = after(outcomes, { shown: 1, size: 2 });
    expect(state.archive.map(({ candidate }) => candidate.number)).toEqual([3, 1]);
    expect(parents).toEqual([0, 3]);
  });

  test('loses a design that is judged again and does not pass', () => {
    const { state } = after([decidedWith(1, 0.9), decidedWith(1, null)]);
    expect(state.archive.map(({ candidate }) => candidate.number)).toEqual([0]);
  });
});

describe('a design that fails', () => {
  test.each([null, 0.009])('or scores %d is to be repaired next', (score) => {
    const { parents, intent } = after([decidedWith(1, score)]);
    expect(parents).toEqual([1]);
    expect(intent).toBe('repair');
  });

  test('is judged three times in all', () => {
    const broken = [decidedWith(1, null), decidedWith(2, null, [1])];
    expect(after(broken)).toMatchObject({ parents: [2], intent: 'repair' });
    expect(after([...broken, decidedWith(3, null, [2])])).toMatchObject({ parents: [0], intent: 'start' });
    expect(after(broken, { attempts: 2 })).toMatchObject({ intent: 'start' });
  });

  test('is repaired by one proposal, however many are under way', () => {
    expect(after([decidedWith(1, null), refused(2)])).toMatchObject({ intent: 'start' });
    const [two, three] = [decidedWith(2, 0.5), decidedWith(3, null, [1])];
    expect(after([decidedWith(1, null), two, three])).toMatchObject({ parents: [3], intent: 'repair' });
    expect(after([decidedWith(1, null), two, three, decidedWith(4, null, [3])]).intent).toBe('start');
  });
});

test.each([
  [{ attempts: 0 }, 'attempts'],
  [{ minimum: 2 }, 'minimum'],
  [{ shown: 0 }, 'shown'],
])('refuses the options %o, naming the field', (options, field) => {
  expect(() => createAdasStrategy(options)).toThrow(
    new RegExp(`^FULCRUM_E_TASK_INVALID.*options\\.${field}`),
  );
});
