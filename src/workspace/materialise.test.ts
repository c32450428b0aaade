import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { materialise } from './materialise.ts';
import { memoryStore } from './testing/memory-store.ts';
import { treeOf } from './testing/small-trees.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('files and folders can be read by everyone, whatever the umask', () => {
  const before = process.umask(0o077);
  onTestFinished(() => void process.umask(before));
  const store = memoryStore();
  const directory = join(temporaryFolder(), 'out');
  materialise(store, treeOf(store, new Map([['a/b/c', 'x']])), directory);
  const mode = (path: string): string => (statSync(join(directory, path)).mode & 0o777).toString(8);
  expect(['', 'a', 'a/b', 'a/b/c'].map(mode)).toEqual(['755', '755', '755', '644']);
});

test('a transformation sees every path and decides the bytes', () => {
  const store = memoryStore();
  const directory = temporaryFolder();
  const tree = treeOf(
    store,
    new Map([
      ['a/b', 'x'],
      ['c', 'y'],
    ]),
  );
  materialise(store, tree, directory, (path, bytes) => Buffer.concat([Buffer.from(`${path}:`), bytes]));
  expect(readFileSync(join(directory, 'a/b'), 'utf8')).toBe('a/b:x');
  expect(readFileSync(join(directory, 'c'), 'utf8')).toBe('c:y');
});
