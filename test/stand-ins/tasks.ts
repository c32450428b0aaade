import type { TaskInput } from '../../src/task/schema.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { defineTask } from '../../src/task/define-task.ts';

/** A small task over one function, for tests that judge by a stand-in. */
export function curveTask(overrides: Partial<TaskInput> = {}): DefinedTask {
  return defineTask(
    {
      name: 'curve',
      workspace: { editable: ['curve.ts'] },
      subject: { kind: 'node', module: 'curve.ts', export: 'curve' },
      oracle: { module: 'oracle.ts' },
      objective: { metric: 'error', slice: 'points', direction: 'minimize' },
      slices: { visible: ['points'], heldOut: [{ name: 'unseen', metric: 'error', tolerance: 0.5 }] },
      strategy: { kind: 'greedy' },
      budget: { evaluations: 40 },
      pipeline: 4,
      ...overrides,
    },
    '/nowhere',
  );
}

export const CURVE_SOURCE = `export function curve(x: number): number {
  return x * 2 + 1;
}
`;
