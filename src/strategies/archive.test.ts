import { describe, expect, test } from 'vitest';
import type { ProposalOutcome, Strategy } from '../kernel/contracts/strategy.ts';
import type { Json } from '../kernel/json.ts';
import { createArchiveStrategy } from './archive.ts';
import { createHyperagentsStrategy } from './hyperagents.ts';
import type { MemberArchive } from './member-archive.ts';
import { baselineAt, decidedWith, objectiveWith } from './testing/accuracy-outcomes.ts';
import { CHI_SQUARE_LIMITS, chiSquare, normalised } from './testing/chi-square.ts';
import { refused } from './testing/outcomes.ts';
import { firstParents } from './testing/parents-of.ts';

const SCALE = { scale: { zero: 0, one: 1 } };
const DRAWS = 20_000;

function after(
  create: typeof createArchiveStrategy,
  options: { readonly [option: string]: Json },
  baseline: number,
  outcomes: readonly ProposalOutcome[],
): MemberArchive {
  const strategy = create({ ...SCALE, ...options });
  const start = strategy.start(baselineAt(baseline), objectiveWith());
  return outcomes.reduce(strategy.observe, start);
}

function numbers({ members }: MemberArchive): readonly number[] {
  return members.map(({ candidate }) => candidate.number);
}

function childrenOf({ members }: MemberArchive, number: number): number | undefined {
  return members.find(({ candidate }) => candidate.number === number)?.children;
}

/** How far the parents drawn are from weights, by their numbers. */
function misfit(
  create: typeof createArchiveStrategy,
  state: MemberArchive,
  weights: readonly number[],
): number {
  const drawn = firstParents(create(SCALE) as unknown as Strategy, state, 1, DRAWS);
  const counts = weights.map((_, number) => drawn.get(number) ?? 0);
  return chiSquare(counts, normalised(weights));
}

/** The logistic function at 10 (score - middle). */
const sigmoid = (score: number, middle: number): number => 1 / (1 + Math.exp(-10 * (score - middle)));

describe('archive', () => {
  test('draws parents as sigmoid(10 (score - 1/2)) / (1 + children) says', () => {
    // 1 and 2 come from the baseline, 3 from 1: children 2, 1, 0 and 0.
    const outcomes = [decidedWith(1, 0.5), decidedWith(2, 0.4), decidedWith(3, 0.6, [1])];
    const state = after(createArchiveStrategy, {}, 0.3, outcomes);
    const shares = [sigmoid(0.3, 0.5) / 3, sigmoid(0.5, 0.5) / 2, sigmoid(0.4, 0.5), sigmoid(0.6, 0.5)];
    expect(misfit(createArchiveStrategy, state, shares)).toBeLessThan(CHI_SQUARE_LIMITS[2]!);
  });

  test('keeps whatever passes, and counts no other child', () => {
    const outcomes = [decidedWith(1, 0.01), decidedWith(2, null), refused(3), decidedWith(4, 0.9)];
    const state = after(createArchiveStrategy, {}, 0.5, outcomes);
    expect(numbers(state)).toEqual([0, 1, 4]);
    expect(childrenOf(state, 0)).toBe(2);
  });

  test('with keep: better, whatever is no worse than the baseline less the leeway of 0.1', () => {
    const outcomes = [decidedWith(1, 0.39), decidedWith(2, 0.4), decidedWith(3, 0.2, [2])];
    const state = after(createArchiveStrategy, { keep: 'better' }, 0.5, outcomes);
    expect(numbers(state)).toEqual([0, 2]);
    expect([childrenOf(state, 0), childrenOf(state, 2)]).toEqual([1, 0]);
  });

  test('of more than its size it forgets the one least likely to be drawn', () => {
    const outcomes = [decidedWith(1, 0.7), decidedWith(2, 0.2, [1]), decidedWith(3, 0.6, [1])];
    expect(numbers(after(createArchiveStrategy, { size: 3 }, 0.5, outcomes))).toEqual([0, 1, 3]);
  });

  test.each([createArchiveStrategy, createHyperagentsStrategy])(
    'a candidate that is judged again counts once, and not at all where it does not pass',
    (create) => {
      const twice = after(create, {}, 0.5, [decidedWith(1, 0.9), decidedWith(1, 0.6)]);
      expect(twice.members.map(({ score }) => score)).toEqual([0.5, 0.6]);
      expect(childrenOf(twice, 0)).toBe(1);
      expect(numbers(after(create, {}, 0.5, [decidedWith(1, 0.9), decidedWith(1, null)]))).toEqual([0]);
    },
  );

  test('never runs out of parents', () => {
    const outcomes = [decidedWith(1, 0.9), decidedWith(1, null)];
    expect(numbers(after(createArchiveStrategy, { size: 1 }, 0.1, outcomes))).toEqual([0]);
  });

  test.each([
    [{ scale: { zero: 1, one: 1 } }, 'scale'],
    [{ size: 0 }, 'size'],
    [{ keep: 'best' }, 'keep'],
    [{ leeway: 2 }, 'leeway'],
  ])('refuses the options %o, naming the field', (options, field) => {
    expect(() => createArchiveStrategy(options)).toThrow(
      new RegExp(`^FULCRUM_E_TASK_INVALID.*options\\.${field}`),
    );
  });
});

describe('hyperagents', () => {
  test('draws parents as sigmoid(10 (score - mean of the best three)) exp(-(children / 8)^3) says', () => {
    // Eight children of the baseline, four of them refused or broken; 1 has two.
    const outcomes = [
      decidedWith(1, 0.4),
      decidedWith(2, 0.5),
      decidedWith(3, 0.2),
      ...[4, 5, 6].map((number) => refused(number)),
      ...[7, 8].map((number) => decidedWith(number, null)),
      ...[9, 10].map((number) => refused(number, [1])),
    ];
    const state = after(createHyperagentsStrategy, {}, 0.6, outcomes);
    const middle = (0.6 + 0.5 + 0.4) / 3;
    const shares = [
      sigmoid(0.6, middle) * Math.exp(-1),
      sigmoid(0.4, middle) * Math.exp(-1 / 64),
      sigmoid(0.5, middle),
      sigmoid(0.2, middle),
    ];
    expect(misfit(createHyperagentsStrategy, state, shares)).toBeLessThan(CHI_SQUARE_LIMITS[2]!);
  });

  test('judges what is good by what there is: with fewer than three members by all of them', () => {
    const state = after(createHyperagentsStrategy, {}, 0.02, [decidedWith(1, 0.12)]);
    const shares = [sigmoid(0.02, 0.07) * Math.exp(-1 / 512), sigmoid(0.12, 0.07)];
    expect(misfit(createHyperagentsStrategy, state, shares)).toBeLessThan(CHI_SQUARE_LIMITS[0]!);
  });
});
