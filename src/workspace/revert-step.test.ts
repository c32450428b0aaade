import { describe, expect, test } from 'vitest';
import type { RevertedStep } from './revert-step.ts';
import { revertStep } from './revert-step.ts';
import { memoryStore } from './testing/memory-store.ts';
import { buildTree, listFiles } from './tree.ts';

type Files = { readonly [path: string]: string | Uint8Array };

const store = memoryStore();

function tree(files: Files): string {
  const entries = Object.entries(files).map(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return { path, hash: store.put(bytes), executable: false };
  });
  return buildTree(store, entries)!;
}

function revert(before: Files, after: Files, winner: Files): RevertedStep {
  return revertStep(store, tree(before), tree(after), tree(winner));
}

function filesOf(reverted: RevertedStep): Files {
  if (reverted.kind !== 'reverted') throw new Error(`it is ${reverted.kind}`);
  return Object.fromEntries(
    [...listFiles(store, reverted.tree)].map(({ path, hash }) => [
      path,
      new TextDecoder().decode(store.get(hash)),
    ]),
  );
}

const LINES = 'a\nb\nc\nd\ne\n';

describe('a step taken back', () => {
  test('leaves what came after it', () => {
    const after = { 'x.ts': LINES.replace('a', 'A'), 'y.ts': 'y\n' };
    const winner = { 'x.ts': LINES.replace('a', 'A').replace('e', 'E'), 'y.ts': 'Y\n' };
    expect(filesOf(revert({ 'x.ts': LINES, 'y.ts': 'y\n' }, after, winner))).toEqual({
      'x.ts': LINES.replace('e', 'E'),
      'y.ts': 'Y\n',
    });
  });

  test('takes the files it added, and brings back those it removed', () => {
    const before = { 'x.ts': 'x', 'old/o.ts': 'o' };
    const after = { 'x.ts': 'x', 'new.ts': 'n' };
    const winner = { 'x.ts': 'X', 'new.ts': 'n' };
    expect(filesOf(revert(before, after, winner))).toEqual({ 'x.ts': 'X', 'old/o.ts': 'o' });
  });

  test('of which nothing is left is undone', () => {
    expect(revert({ 'x.ts': 'x' }, { 'x.ts': 'X' }, { 'x.ts': 'x' })).toEqual({ kind: 'undone' });
  });

  test.each<[string, Files, Files, Files]>([
    ['the same word', { 'x.ts': '1' }, { 'x.ts': '2' }, { 'x.ts': '3' }],
    [
      'a file that later changed',
      { 'y.ts': 'y' },
      { 'y.ts': 'y', 'x.ts': '1' },
      { 'y.ts': 'y', 'x.ts': '2' },
    ],
    ['a file that later went', { 'y.ts': 'y', 'x.ts': '1' }, { 'y.ts': 'y', 'x.ts': '2' }, { 'y.ts': 'y' }],
    [
      'bytes that are no text',
      { 'x.ts': new Uint8Array([255]) },
      { 'x.ts': new Uint8Array([254]) },
      { 'x.ts': new Uint8Array([253]) },
    ],
  ])('is not separable from later ones in %s', (_, before, after, winner) => {
    expect(revert(before, after, winner)).toEqual({ kind: 'not-separable', path: 'x.ts' });
  });

  test('is not separable where a folder stands in its file’s place', () => {
    const reverted = revert({ a: 'x', z: 'z' }, { z: 'z' }, { 'a/b': 'y', z: 'z' });
    expect(reverted).toEqual({ kind: 'not-separable', path: 'a' });
  });

  test('that was the last is the tree before it', () => {
    const before = { 'x.ts': LINES };
    const after = { 'x.ts': LINES.toUpperCase(), 'n.ts': '' };
    expect(revert(before, after, after)).toEqual({ kind: 'reverted', tree: tree(before) });
  });
});
