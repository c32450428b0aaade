import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CandidateFiles } from './candidate-files.ts';
import { candidateFiles } from './candidate-files.ts';
import { memoryStore, treeOf } from './testing/judge-fixture.ts';

let root: string;
let files: CandidateFiles;
const store = memoryStore();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fulcrum-files-test-'));
  files = candidateFiles(store, join(root, 'candidates'), true);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (tree: string, path: string): string => readFileSync(join(files.directory, tree, path), 'utf8');

test('types are stripped under the same names; other files and broken ones are left alone', () => {
  const data = '{"a": 1}';
  const broken = 'const x: = 1';
  const tree = treeOf(store, {
    'a/m.ts': 'export const x: number = 1;',
    'b.mts': 'let y = 1 as number;',
    'd.json': data,
    'e.ts': broken,
  });
  files.hold(tree);
  expect(read(tree, 'a/m.ts')).toBe('export const x = 1;\n');
  expect(read(tree, 'b.mts')).toBe('let y = 1;\n');
  expect(read(tree, 'd.json')).toBe(data);
  expect(read(tree, 'e.ts')).toBe(broken);
});

test.each([true, false])(
  'a tree stays while somebody holds it, and the 64 released last stay too',
  (shared) => {
    files = candidateFiles(store, files.directory, shared);
    const trees = Array.from({ length: 66 }, (_, index) => treeOf(store, { 'm.ts': `${index}` }));
    files.hold(trees[0]!);
    for (const tree of trees) {
      files.hold(tree);
      files.release(tree);
    }
    const there = (index: number): boolean => existsSync(join(files.directory, trees[index]!));
    expect([there(0), there(1), there(2), there(65)]).toEqual([true, false, true, true]);
    files.hold(trees[1]!);
    expect(there(1)).toBe(true);
    files.release(trees[0]!);
    expect(there(0)).toBe(true);
    files.close();
    expect(readdirSync(root)).toEqual([]);
  },
);

test('what a killed run left behind is removed', () => {
  const tree = treeOf(store, { 'm.js': 'export const x = 1;' });
  files.hold(tree);
  const next = candidateFiles(store, files.directory, true);
  expect(readdirSync(files.directory)).toEqual([]);
  next.hold(tree);
  expect(read(tree, 'm.js')).toBe('export const x = 1;');
});

const LARGE = Object.fromEntries(
  Array.from({ length: 3000 }, (_, index) => [`d${index % 60}/${index}.js`, `${index}`]),
);
const inodes = (tree: string): readonly number[] =>
  Object.keys(LARGE).map((path) => statSync(join(files.directory, tree, path)).ino);

test('of large trees few are kept, and a candidate is a kept one with its own changes', () => {
  const trees = Array.from({ length: 10 }, (_, index) =>
    treeOf(store, { ...LARGE, 'd7/7.js': `changed ${index}` }),
  );
  const first = treeOf(store, LARGE);
  files.hold(first);
  for (const tree of trees) {
    files.hold(tree);
    files.release(tree);
  }
  // 10,000 files are three trees of 3,000.
  expect(readdirSync(files.directory).toSorted()).toEqual([first, ...trees.slice(-3)].toSorted());
  expect(read(trees.at(-1)!, 'd7/7.js')).toBe('changed 9');
  expect(read(first, 'd7/7.js')).toBe('7');
  const [mine, others] = [inodes(first), inodes(trees.at(-1)!)];
  expect(mine.filter((inode, index) => inode !== others[index])).toHaveLength(1);
});

test('nothing is shared where a candidate could write to it', () => {
  files = candidateFiles(store, files.directory, false);
  const trees = ['1', '2', '3'].map((text) => treeOf(store, { same: 'x', 'm.js': text }));
  const inodeOf = (tree: string): number => statSync(join(files.directory, tree, 'same')).ino;
  for (const tree of trees) files.hold(tree);
  expect(new Set(trees.map(inodeOf)).size).toBe(3);
});
