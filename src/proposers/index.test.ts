import { expect, test } from 'vitest';
import { createProposer } from './index.ts';

test('a proposer is found by its kind', () => {
  for (const kind of ['mutation', 'numeric'])
    expect(createProposer({ kind, weight: 1, options: {} }).id).toBe(kind);
});

test('an unknown kind is refused with those there are', () => {
  expect(() => createProposer({ kind: 'oracle', weight: 1, options: {} })).toThrow(
    /^FULCRUM_E_TASK_INVALID.*oracle.*mutation/,
  );
});
