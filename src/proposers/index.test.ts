import { expect, test } from 'vitest';
import { createProposer } from './index.ts';
import type { ProposerServices } from './services.ts';

const SERVICES: ProposerServices = {
  taskDirectory: '/',
  runDirectory: '/',
  models: null,
  sandboxes: {
    launch: () => Promise.reject(new Error('nothing is proposed here')),
    scratch: () => '/',
  },
};

test('a proposer is found by its kind', () => {
  for (const kind of ['mutation', 'numeric'])
    expect(createProposer({ kind, weight: 1, options: {} }, SERVICES).id).toBe(kind);
});

test('a program, a person and a model are never trusted', () => {
  const llm = { models: [{ provider: 'anthropic', model: 'any' }] };
  const options = { command: { argv: ['program'] }, human: {}, llm };
  for (const kind of ['command', 'human', 'llm'] as const) {
    const made = createProposer({ kind, weight: 1, options: options[kind] }, SERVICES);
    expect(made).toMatchObject({ id: kind, trusted: false });
  }
});

test('an unknown kind is refused with those there are', () => {
  expect(() => createProposer({ kind: 'oracle', weight: 1, options: {} }, SERVICES)).toThrow(
    /^FULCRUM_E_TASK_INVALID.*oracle.*mutation/,
  );
});
