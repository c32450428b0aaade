import { chmodSync, globSync, linkSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeFiles } from './change-files.ts';
import { materialise } from './materialise.ts';
import { memoryStore } from './testing/memory-store.ts';
import { smallFiles, treeOf } from './testing/small-trees.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { buildTree } from './tree.ts';

/** Everything in a folder: modes of folders, modes and bytes of files. */
function contentOf(directory: string): { readonly [path: string]: string } {
  const entries = globSync('**', { cwd: directory, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const mode = (statSync(path).mode & 0o777).toString(8);
    return [
      path.slice(directory.length),
      entry.isDirectory() ? mode : `${mode} ${readFileSync(path, 'base64')}`,
    ] as const;
  });
  return Object.fromEntries(entries);
}

const shout = (path: string, bytes: Uint8Array): Uint8Array =>
  Buffer.from(`${path}: ${Buffer.from(bytes).toString()}`);

test('a folder that was changed is what writing the tree into a new one gives', () => {
  fc.assert(
    fc.property(smallFiles, smallFiles, (left, right) => {
      const store = memoryStore();
      const [before, after] = [treeOf(store, left), treeOf(store, right)];
      const [changed, written] = [join(temporaryFolder(), 'x'), join(temporaryFolder(), 'x')];
      materialise(store, before, changed, shout);
      changeFiles(store, before, after, changed, shout);
      materialise(store, after, written, shout);
      expect(contentOf(changed)).toEqual(contentOf(written));
    }),
    { numRuns: 150 },
  );
});

test('a file that another folder shares keeps its bytes and its mode', () => {
  const store = memoryStore();
  const [before, after] = ['old', 'new'].map((text) => {
    const hash = store.put(Buffer.from(text));
    return buildTree(store, [{ path: 'a/b', hash, executable: text === 'new' }])!;
  }) as [string, string];
  const [directory, other] = [temporaryFolder(), temporaryFolder()];
  materialise(store, before, directory);
  linkSync(join(directory, 'a/b'), join(other, 'b'));
  changeFiles(store, before, after, directory, (_, bytes) => bytes);
  expect(readFileSync(join(other, 'b'), 'utf8')).toBe('old');
  expect(statSync(join(other, 'b')).mode & 0o777).toBe(0o644);
  expect(readFileSync(join(directory, 'a/b'), 'utf8')).toBe('new');
  expect(statSync(join(directory, 'a/b')).mode & 0o777).toBe(0o755);
});

test('modes do not depend on the umask', () => {
  const before = process.umask(0o077);
  try {
    const store = memoryStore();
    const directory = temporaryFolder();
    chmodSync(directory, 0o755);
    const trees = [new Map([['x', '']]), new Map([['a/b/c', '']])].map((files) => treeOf(store, files)) as [
      string,
      string,
    ];
    materialise(store, trees[0], directory);
    changeFiles(store, ...trees, directory, (_, bytes) => bytes);
    expect(
      ['a', 'a/b', 'a/b/c'].map((path) => (statSync(join(directory, path)).mode & 0o777).toString(8)),
    ).toEqual(['755', '755', '644']);
  } finally {
    process.umask(before);
  }
});
