import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProposalOutcome, Scored, Strategy } from '../kernel/contracts/strategy.ts';
import { createRandom } from '../kernel/random.ts';
import type { ParetoState } from './pareto.ts';
import { createParetoStrategy } from './pareto.ts';
import { baselineAt, decidedWith, objectiveWith } from './testing/accuracy-outcomes.ts';
import { CHI_SQUARE_LIMITS, chiSquare, normalised } from './testing/chi-square.ts';
import { scoredWith } from './testing/outcomes.ts';
import { firstParents } from './testing/parents-of.ts';
import { proposalOf } from './testing/proposal-of.ts';

const UNGATED = { minibatch: 0 };

function after(baseline: Scored, outcomes: readonly ProposalOutcome[], options = {}): ParetoState {
  const strategy = createParetoStrategy(options);
  return outcomes.reduce(strategy.observe, strategy.start(baseline, objectiveWith()));
}

function countsOf({ specialists, counts }: ParetoState): Record<number, number> {
  return Object.fromEntries(
    specialists.map(({ candidate }, index) => [candidate.number, counts[index]!] as const),
  );
}

describe('a parent', () => {
  test('is drawn by the number of instances it is best on', () => {
    const outcomes = [
      decidedWith(1, 0.5, [0], { a: 0.9, b: 0.3, c: 0.3 }),
      decidedWith(2, 0.6, [0], { a: 0.2, b: 0.8, c: 0.8 }),
      decidedWith(3, 0.1, [0], { a: 0.1, b: 0.1, c: 0.1 }),
    ];
    const state = after(baselineAt(0.2, { a: 0.2, b: 0.2, c: 0.2 }), outcomes, UNGATED);
    expect(countsOf(state)).toEqual({ 1: 1, 2: 2 });
    const strategy = createParetoStrategy(UNGATED) as unknown as Strategy;
    const drawn = firstParents(strategy, state, 1, 9000);
    const counts = [drawn.get(1) ?? 0, drawn.get(2) ?? 0];
    expect(chiSquare(counts, normalised([1, 2]))).toBeLessThan(CHI_SQUARE_LIMITS[0]!);
  });

  test('is whoever does one instance best, whatever its mean', () => {
    const specialist = decidedWith(1, 0.1, [0], { a: 0.3, b: 0 });
    expect(countsOf(after(baselineAt(0.5, { a: 0.2, b: 0.8 }), [specialist], UNGATED))).toEqual({
      0: 1,
      1: 1,
    });
  });

  test('is none that others equal on every front it stands on', () => {
    // 1 ties with 2 on a and with 3 on b, and has the worst score of the three.
    const outcomes = [
      decidedWith(1, 0.4, [0], { a: 0.9, b: 0.9, c: 0 }),
      decidedWith(2, 0.5, [0], { a: 0.9, b: 0, c: 0.9 }),
      decidedWith(3, 0.6, [0], { a: 0, b: 0.9, c: 0.9 }),
    ];
    expect(countsOf(after(baselineAt(0, { a: 0, b: 0, c: 0 }), outcomes, UNGATED))).toEqual({
      1: 0,
      2: 2,
      3: 2,
    });
  });

  test('changes one of the components after the other', () => {
    const strategy = createParetoStrategy({ components: ['src/a/**', 'src/b/**'] });
    const state = strategy.start(baselineAt(0.5), objectiveWith());
    const focusOf = (number: number) => proposalOf(strategy.select(state, number, createRandom('x'))).focus;
    expect([1, 2, 3].map(focusOf)).toEqual([['src/b/**'], ['src/a/**'], ['src/b/**']]);
    const all = createParetoStrategy({}).select(state, 1, createRandom('x'));
    expect(proposalOf(all)).not.toHaveProperty('focus');
  });
});

describe('the fronts', () => {
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 4 }), {
    minKeys: 1,
  });

  test('hold, on each instance, all that reach the best result ever seen', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 30 }), (candidates) => {
        const all = [{ a: 1, b: 1 } as Record<string, number>, ...candidates];
        const outcomes = candidates.map((instances, index) => decidedWith(index + 1, 0.5, [0], instances));
        const state = after(baselineAt(0.5, { a: 1, b: 1 }), outcomes, UNGATED);
        for (const name of ['a', 'b', 'c', 'd']) {
          const best = Math.max(...all.map((instances) => instances[name] ?? -Infinity));
          const expected = all.flatMap((instances, number) => (instances[name] === best ? [number] : []));
          const front = state.fronts.find((one) => one.name === `visible: score/${name}`);
          expect(front?.holders ?? []).toEqual(expected);
        }
      }),
    );
  });

  test('keep on each one that is not dominated, and none that could still leave', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 30 }), (candidates) => {
        const outcomes = candidates.map((instances, index) =>
          decidedWith(index + 1, (index * 7) % 11, [0], instances),
        );
        const state = after(baselineAt(0, { a: 1, b: 1 }), outcomes, UNGATED);
        const counts = countsOf(state);
        for (const { holders } of state.fronts)
          expect(holders.some((holder) => counts[holder]! > 0)).toBe(true);
        for (const { candidate } of state.specialists) {
          const own = state.fronts.filter(({ holders }) => holders.includes(candidate.number));
          const alone = own.filter(({ holders }) =>
            holders.every((holder) => holder === candidate.number || counts[holder] === 0),
          );
          if (counts[candidate.number]! > 0) {
            expect(counts[candidate.number]).toBe(own.length);
            expect(alone.length).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  test('are of the metric on each visible slice where it has no parts, and of the score where it is nowhere', () => {
    const metrics = { easy: { score: 0.9, time: 4 }, hard: { score: 0.1 } };
    const bySlice = after(scoredWith({ number: 0 }, 0.5, metrics), []);
    expect(bySlice.fronts.map(({ name }) => name)).toEqual(['easy: score', 'hard: score']);
    expect(after(baselineAt(0.5), []).fronts).toMatchObject([{ name: 'score', best: 0.5 }]);
  });

  test('lose a candidate that is judged again and does not pass, and what it held', () => {
    const better = decidedWith(1, 0.9, [0], { a: 0.9 });
    const baseline = baselineAt(0.5, { a: 0.5 });
    expect(countsOf(after(baseline, [better]))).toEqual({ 1: 1 });
    expect(countsOf(after(baseline, [better, decidedWith(1, null)]))).toEqual({ 0: 1 });
  });

  test('are no more, and hold no more, than the options say', () => {
    const outcomes = Array.from({ length: 20 }, (_, index) =>
      decidedWith(index + 1, 0.5, [0], { [`i${index}`]: 1, z: 1 }),
    );
    const state = after(baselineAt(0.5, { z: 0 }), outcomes, { ...UNGATED, instances: 6, size: 3 });
    expect(state.fronts.length).toBeLessThanOrEqual(6);
    expect(state.specialists.length).toBeLessThanOrEqual(3);
  });
});

describe('the gate', () => {
  const baseline = baselineAt(0.5, { a: 0.5, b: 0.5, c: 0.5 });

  test('lets in who is strictly better than its parent in sum over the minibatch', () => {
    const equal = decidedWith(1, 0.5, [0], { a: 0.5, b: 0.5, c: 0.5 });
    const worse = decidedWith(2, 0.6, [0], { a: 0.9, b: 0.3, c: 0.2 });
    const better = decidedWith(3, 0.5, [0], { a: 0.9, b: 0.3, c: 0.4 });
    expect(countsOf(after(baseline, [equal, worse, better], { minibatch: 3 }))).toEqual({ 0: 2, 3: 1 });
    // Without a gate an equal drives its parent out: of two equals the older leaves.
    expect(countsOf(after(baseline, [equal], UNGATED))).toEqual({ 0: 0, 1: 3 });
  });

  test('looks at as many instances as the minibatch has, each as often as any', () => {
    // Better on one of three only: enters if that is the one drawn.
    const draws = 3000;
    let entered = 0;
    for (let number = 1; number <= draws; number += 1) {
      const child = decidedWith(number, 0.1, [0], { a: 0.6, b: 0, c: 0 });
      const state = after(baseline, [child], { minibatch: 1 });
      entered += Number(countsOf(state)[number] === 1);
    }
    expect(Math.abs(entered / draws - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / draws));
  });

  test('asks nothing where the parent stands on no front any more', () => {
    const outcomes = [
      decidedWith(1, 0.9, [0], { a: 0.9, b: 0.9, c: 0.9 }),
      decidedWith(2, 0.1, [0], { a: 1, b: 0, c: 0 }),
    ];
    expect(countsOf(after(baseline, outcomes))).toEqual({ 1: 2, 2: 1 });
  });
});

test.each([
  [{ minibatch: -1 }, 'minibatch'],
  [{ size: 0 }, 'size'],
  [{ components: [''] }, 'components'],
])('refuses the options %o, naming the field', (options, field) => {
  expect(() => createParetoStrategy(options)).toThrow(
    new RegExp(`^FULCRUM_E_TASK_INVALID.*options\\.${field}`),
  );
});
