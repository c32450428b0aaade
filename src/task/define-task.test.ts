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

const HIDDEN = { name: 'hidden', metric: 'cost' } as const;
const withHidden = (fields: object): TaskInput => ({
  ...INPUT,
  slices: { visible: ['train'], heldOut: [{ ...HIDDEN, ...fields }] },
});

test.each([
  ['an answer for fresh items', { answer: 'ladder' }, 'answer: fresh items'],
  [
    'an answer without a metric',
    { items: 'fixed', answer: 'ladder', metric: null },
    'answer: there is no metric',
  ],
  ['a ladder with a tolerance', { items: 'fixed', answer: 'ladder', tolerance: 1 }, 'tolerance: the ladder'],
  [
    'thresholdout without a limit',
    { items: 'fixed', answer: { kind: 'thresholdout', against: 'train', threshold: 0.04, noise: 0.01 } },
    'reads: thresholdout needs a limit',
  ],
  [
    'thresholdout against no visible slice',
    {
      items: 'fixed',
      reads: 5,
      answer: { kind: 'thresholdout', against: 'x', threshold: 0.04, noise: 0.01 },
    },
    'answer: "x" is not a visible slice',
  ],
  ['a final slice with a budget', { final: true, reads: 2 }, 'final: a final slice is read once'],
  ['no reading at all', { reads: 0 }, 'reads'],
])('a held-out slice is refused: %s', (_, fields, message) => {
  expect(() => defineTask(withHidden(fields), '/')).toThrow(message);
});

test('what is usual of a held-out slice makes no other task when it is said', () => {
  const said = defineTask(withHidden({ items: 'fresh', answer: 'exact', final: false }), '/').task;
  expect(said).toEqual(defineTask(withHidden({}), '/').task);
  const ladder = defineTask(withHidden({ items: 'fixed', answer: 'ladder' }), '/').task;
  expect(ladder.slices.heldOut[0]).toMatchObject({ items: 'fixed', answer: { kind: 'ladder', step: null } });
});
