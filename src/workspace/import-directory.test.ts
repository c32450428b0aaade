import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importDirectory } from './import-directory.ts';
import { materialise } from './materialise.ts';
import { memoryStore } from './testing/memory-store.ts';
import { temporaryFolder, writeFiles } from './testing/temporary-folder.ts';
import { listFiles } from './tree.ts';

const RULES = { exclude: [], maximumFileBytes: 100 };

function importedPaths(directory: string, exclude: readonly string[] = []): readonly string[] {
  const store = memoryStore();
  return [...listFiles(store, importDirectory(store, directory, { ...RULES, exclude }))].map(
    ({ path }) => path,
  );
}

test('a folder is imported without repositories, dependencies, run folders and what is excluded', () => {
  const directory = temporaryFolder();
  writeFiles(directory, {
    'a.ts': '',
    'src/deep/b.ts': '',
    '.hidden': '',
    '.git/config': '',
    'src/.git': 'gitdir: elsewhere',
    'node_modules/x/index.js': '',
    'src/node_modules/y.js': '',
    '.fulcrum/runs/ledger.sqlite': '',
    'data/big.bin': '',
    'src/note.md': '',
  });
  mkdirSync(join(directory, 'empty/folder'), { recursive: true });
  expect(importedPaths(directory, ['data', '**/*.md'])).toEqual(['.hidden', 'a.ts', 'src/deep/b.ts']);
});

test.each([
  ['a symbolic link', (path: string) => symlinkSync('/etc/passwd', path)],
  ['a special file', (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path])],
])('%s is an error unless it is excluded', (kind, make) => {
  const directory = temporaryFolder();
  writeFiles(directory, { 'src/a.ts': '' });
  make(join(directory, 'src/odd'));
  expect(() => importDirectory(memoryStore(), directory, RULES)).toThrow(
    expect.objectContaining({
      facts: expect.objectContaining({
        code: 'FULCRUM_E_WORKSPACE_SPECIAL_FILE',
        where: 'src/odd',
        what: `${kind} cannot be part of a workspace`,
      }) as object,
    }),
  );
  expect(importedPaths(directory, ['src/odd'])).toEqual(['src/a.ts']);
});

test('the limit of a file is inclusive, and a larger one is named with its size', () => {
  const directory = temporaryFolder();
  writeFiles(directory, { a: 'x'.repeat(100) });
  expect(importedPaths(directory)).toEqual(['a']);
  writeFiles(directory, { b: 'x'.repeat(101) });
  expect(() => importedPaths(directory)).toThrow(
    /FULCRUM_E_WORKSPACE_FILE_TOO_LARGE: .*101 bytes.*limit is 100 \(b\)/,
  );
});

test('an empty folder, none, and a file are errors that say so', () => {
  const directory = temporaryFolder();
  expect(() => importedPaths(directory)).toThrow('FULCRUM_E_WORKSPACE_EMPTY');
  expect(() => importedPaths(join(directory, 'missing'))).toThrow('FULCRUM_E_WORKSPACE_MISSING');
  writeFiles(directory, { file: '' });
  expect(() => importedPaths(join(directory, 'file'))).toThrow('FULCRUM_E_WORKSPACE_MISSING');
});

test('a name that no edit may have is an error', () => {
  const directory = temporaryFolder();
  writeFiles(directory, { 'a\\b': '' });
  expect(() => importedPaths(directory)).toThrow(/FULCRUM_E_WORKSPACE_PATH: the path holds a backslash/);
});

test('what is written out comes back as the same tree', () => {
  const directory = temporaryFolder();
  writeFiles(directory, {
    'bin/run': '#!/bin/sh\n',
    'data/x': Uint8Array.of(0, 255, 10, 13),
    'data/empty': '',
    é: 'é',
  });
  chmodSync(join(directory, 'bin/run'), 0o700);
  const store = memoryStore();
  const tree = importDirectory(store, directory, RULES);
  const copy = join(temporaryFolder(), 'deep/copy');
  materialise(store, tree, copy);
  expect(importDirectory(store, copy, RULES)).toBe(tree);
  expect([...listFiles(store, tree)].filter((file) => file.executable).map((file) => file.path)).toEqual([
    'bin/run',
  ]);
});
