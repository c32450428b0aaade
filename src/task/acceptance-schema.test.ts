import { describe, expect, test } from 'vitest';
import type { Task } from '../kernel/task.ts';
import { defineTask } from './define-task.ts';
import type { TaskInput } from './schema.ts';

function acceptanceOf(acceptance: unknown, fields: Partial<TaskInput> = {}): Task['acceptance'] {
  const input: TaskInput = {
    name: 'example',
    workspace: { editable: ['*.ts'] },
    subject: { kind: 'node', module: 'rule.ts' },
    objective: { metric: 'cost', slice: 'train', direction: 'minimize' },
    slices: { visible: ['train'] },
    acceptance: acceptance as NonNullable<TaskInput['acceptance']>,
    budget: { evaluations: 700 },
    ...fields,
  };
  return defineTask(input, '/nowhere').task.acceptance;
}

const TESTS = { alpha: 0.05, maximumPairs: null, remeasureEvery: 50 };

describe('what is left out', () => {
  test('the exact rule, where no rule is named', () => {
    const exact = { rule: 'exact', minimumGain: 0, simplicity: true };
    expect(acceptanceOf({})).toEqual(exact);
    expect(acceptanceOf({ minimumGain: 2 })).toEqual({ ...exact, minimumGain: 2 });
  });

  test('the two-stage rule screens at an e-value of 4 within 22 pairs', () => {
    expect(acceptanceOf({ rule: 'two-stage' })).toEqual({
      rule: 'two-stage',
      minimumGain: 0,
      simplicity: false,
      statistics: { ...TESTS, screenPairs: 22, screenThreshold: 4 },
    });
  });

  test('uniform divides alpha among the evaluations of the budget', () => {
    expect(acceptanceOf({ rule: 'uniform' }).statistics).toEqual({ ...TESTS, plannedTests: 700 });
    expect(acceptanceOf({ rule: 'e-lond', alpha: 0.1 }).statistics).toEqual({ ...TESTS, alpha: 0.1 });
  });
});

describe('what is refused', () => {
  const guard = { slice: 'train', metric: 'memory' };
  test.each<[string, unknown, string]>([
    ['an unknown rule', { rule: 'lucky' }, 'acceptance.rule: expected exact, two-stage'],
    ['alpha 0', { rule: 'two-stage', alpha: 0 }, 'acceptance.alpha'],
    ['alpha 1', { rule: 'two-stage', alpha: 1 }, 'acceptance.alpha'],
    ['alpha where nothing is tested', { alpha: 0.05 }, 'acceptance.alpha: there is no such field'],
    [
      'a screening where there is none',
      { rule: 'uniform', screenPairs: 3 },
      'acceptance.screenPairs: there is no',
    ],
    [
      'simplicity where pairs decide',
      { rule: 'two-stage', simplicity: true },
      'acceptance.simplicity: there is no',
    ],
    ['a screening threshold of 1', { rule: 'two-stage', screenThreshold: 1 }, 'acceptance.screenThreshold'],
    ['half a pair', { rule: 'e-lond', maximumPairs: 0.5 }, 'acceptance.maximumPairs'],
    ['a negative minimum', { minimumGain: -1 }, 'acceptance.minimumGain'],
    ['a negative margin', { guards: [{ ...guard, margin: -1 }] }, 'acceptance.guards[0].margin'],
    [
      'a guard of no slice',
      { guards: [{ ...guard, slice: 'x' }] },
      'acceptance.guards[0].slice: "x" is no slice',
    ],
    [
      'a guard twice',
      { guards: [guard, guard] },
      'acceptance.guards[1].metric: "memory" of train is named twice',
    ],
    [
      'a constraint without a bound',
      { constraints: [guard] },
      'acceptance.constraints[0]: set atLeast or atMost',
    ],
    [
      'a constraint that nothing keeps',
      { constraints: [{ ...guard, atLeast: 2, atMost: 1 }] },
      'acceptance.constraints[0]: atLeast is more than atMost',
    ],
    ['a front of one', { objectives: 'pareto' }, 'acceptance.objectives: a Pareto front takes two'],
  ])('%s', (_, acceptance, message) => {
    expect(() => acceptanceOf(acceptance)).toThrow(message);
  });

  test('uniform without a budget of evaluations', () => {
    expect(() => acceptanceOf({ rule: 'uniform' }, { budget: { wall: '1h' } })).toThrow(
      'acceptance.rule: uniform divides alpha among the evaluations of the budget',
    );
  });
});
