import { describe, expect, test } from 'vitest';
import type { TaskInput } from '../../task/schema.ts';
import { defineTask } from '../../task/define-task.ts';
import type { ComparisonOrder } from './plan-comparison.ts';
import { plannedRuns, planComparison } from './plan-comparison.ts';

const define = (changes: Partial<TaskInput> = {}): ReturnType<typeof defineTask> =>
  defineTask(
    {
      name: 'tiny',
      workspace: { editable: ['double.ts'] },
      subject: { kind: 'node', module: 'double.ts', export: 'double' },
      oracle: { module: 'oracle.ts' },
      objective: { metric: 'error', slice: 'known', direction: 'minimize' },
      slices: { visible: ['known'] },
      strategy: { kind: 'greedy', patience: 7 },
      control: { kind: 'random' },
      budget: { evaluations: 40, wall: 10 },
      ...changes,
    },
    '/nowhere',
  );

const ORDER: ComparisonOrder = {
  strategies: ['greedy'],
  seeds: ['1', '2'],
  evaluations: null,
  options: {},
  directory: 'compare',
};

describe('a plan', () => {
  test('has the controls before what was asked for, each once, and every seed of each', () => {
    const runs = plannedRuns(
      planComparison(define(), { ...ORDER, strategies: ['greedy', 'random', 'greedy'] }),
    );
    expect(runs.map(({ directory }) => directory)).toEqual([
      'compare/random-1',
      'compare/random-2',
      'compare/sequential-1',
      'compare/sequential-2',
      'compare/greedy-1',
      'compare/greedy-2',
    ]);
  });

  test('gives all the same evaluations and no limit of time', () => {
    for (const { defined, seed } of plannedRuns(planComparison(define(), ORDER))) {
      expect(defined.task.budget).toMatchObject({ evaluations: 40, wallSeconds: null });
      expect(defined.task.control).toBeNull();
      expect(defined.task.seed).toBe(seed);
    }
    expect(planComparison(define(), { ...ORDER, evaluations: 9 }).evaluations).toBe(9);
  });

  test("takes a strategy's options from the task, and those that are set before them", () => {
    const optionsOf = (order: ComparisonOrder): unknown =>
      planComparison(define(), order).strategies.find(({ kind }) => kind === 'greedy')!.options;
    expect(optionsOf(ORDER)).toEqual({ patience: 7 });
    expect(optionsOf({ ...ORDER, options: { greedy: { patience: 9, starts: 2 } } })).toEqual({
      patience: 9,
      starts: 2,
    });
  });

  test('of all strategies leaves out those that do not fit, and says why', () => {
    const { strategies, notApplicable } = planComparison(define(), { ...ORDER, strategies: ['all'] });
    expect(strategies.map(({ kind }) => kind)).not.toContain('coevolution');
    expect(notApplicable.find(({ strategy }) => strategy === 'coevolution')!.why).toContain('solver');
  });
});

describe('bad input', () => {
  test.each<[Partial<ComparisonOrder>, RegExp]>([
    [{ seeds: [] }, /^FULCRUM_E_COMPARISON_INVALID.*no seeds/],
    [{ seeds: ['1', '1'] }, /^FULCRUM_E_COMPARISON_INVALID.*named twice/],
    [{ strategies: ['best'] }, /^FULCRUM_E_COMPARISON_INVALID.*no strategy "best".*evolve, greedy/],
    [{ strategies: ['coevolution'] }, /^FULCRUM_E_STRATEGY_INAPPLICABLE.*solver.*--set coevolution/],
    [{ options: { evolve: { islands: 2 } } }, /^FULCRUM_E_COMPARISON_INVALID.*"evolve" has options/],
    [{ options: { greedy: { patience: 0 } } }, /^FULCRUM_E_STRATEGY_INAPPLICABLE.*patience/],
  ])('%j is refused', (changes, message) => {
    expect(() => planComparison(define(), { ...ORDER, ...changes })).toThrow(message);
  });

  test('a task without a budget of evaluations is refused unless one is given', () => {
    const timed = define({ budget: { wall: 5 } });
    expect(() => planComparison(timed, ORDER)).toThrow(/^FULCRUM_E_COMPARISON_INVALID.*--evaluations/);
    expect(planComparison(timed, { ...ORDER, evaluations: 3 }).evaluations).toBe(3);
  });
});
