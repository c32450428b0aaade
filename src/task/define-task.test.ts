import { expect, test } from 'vitest';
import { defineTask } from './define-task.ts';
import type { TaskInput } from './schema.ts';

const INPUT: TaskInput = {
  name: 'example',
  workspace: { editable: ['rule.ts'] },
  subject: { kind: 'node', module: 'rule.ts' },
  objective: { metric: 'cost', slice: 'train', direction: 'minimize' },
  slices: { visible: ['train'] },
  strategy: { kind: 'evolve', nested: { list: [1] } },
  budget: { evaluations: 10 },
};

function everyPart(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(everyPart)];
}

test('a task is frozen through and through, the input is not', () => {
  const input = structuredClone(INPUT);
  const { task, directory } = defineTask(input, '/somewhere');
  expect(directory).toBe('/somewhere');
  expect(everyPart(task).length).toBeGreaterThan(15);
  expect(everyPart(task).filter((part) => !Object.isFrozen(part))).toEqual([]);
  expect(everyPart(input).filter((part) => Object.isFrozen(part))).toEqual([]);
  expect(() => Object.assign(task.budget, { evaluations: 1e9 })).toThrow(TypeError);
});

test('an option that is not plain data is named', () => {
  const input = { ...INPUT, strategy: { kind: 'evolve', when: new Date(0) } } as unknown as TaskInput;
  expect(() => defineTask(input, '/')).toThrow(/FULCRUM_E_TASK_INVALID: strategy\.when: .*\(task\)/);
  const call = { ...INPUT, proposers: [{ kind: 'mutation', pick: () => 1 }] } as unknown as TaskInput;
  expect(() => defineTask(call, '/')).toThrow(/FULCRUM_E_TASK_INVALID: proposers\[0\]\.pick: /);
});
