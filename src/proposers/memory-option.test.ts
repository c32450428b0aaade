import { expect, it } from 'vitest';
import type { MemoryOrigin, NamedMemory, RunMemory } from '../kernel/memory.ts';
import type { JsonObject } from '../kernel/json.ts';
import { memoryEntries, memoryNeeds } from './memory-option.ts';

const named = (digest: string, origin: MemoryOrigin): NamedMemory => {
  return { digest, entry: { version: 1, text: digest, origin, at: null, taint: [] } };
};
const note = (digest: string): NamedMemory => named(digest, { kind: 'person', name: 'Ada' });
const MEMORY: RunMemory = {
  entries: [note('a'), note('b'), note('c')],
  files: [named('f', { kind: 'file', path: 'AGENTS.md' }), named('g', { kind: 'file', path: 'SKILL.md' })],
};

it('a proposer is told its own files and its share of the entries', () => {
  const option = { read: true, write: false, entries: 2, files: ['SKILL.md'] };
  const digests = (read: boolean): readonly string[] =>
    memoryEntries({ ...option, read }, MEMORY).map(({ digest }) => digest);
  expect(digests(true)).toEqual(['g', 'a', 'b']);
  expect(digests(false)).toEqual(['g']);
  expect(memoryEntries(null, MEMORY)).toEqual([]);
  expect(memoryEntries(option, undefined)).toEqual([]);
});

it('a run needs what its proposers want together, and nothing where none wants any', () => {
  const source = (options: JsonObject) => ({ kind: 'llm', weight: 1, options });
  expect(memoryNeeds([source({}), source({ memory: null })])).toEqual({ read: 0, write: 0, files: [] });
  expect(
    memoryNeeds([
      source({ memory: { entries: 3, files: ['AGENTS.md'] } }),
      source({ memory: { read: false, entries: 9, files: ['AGENTS.md', 'SKILL.md'] } }),
    ]),
  ).toEqual({ read: 3, write: 9, files: ['AGENTS.md', 'SKILL.md'] });
});
