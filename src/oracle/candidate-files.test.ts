import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
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
  files = candidateFiles(store, join(root, 'candidates'));
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

test('a tree stays while somebody holds it, and the 64 released last stay too', async () => {
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
});

test('what a killed run left behind is removed', () => {
  const tree = treeOf(store, { 'm.js': 'export const x = 1;' });
  files.hold(tree);
  const next = candidateFiles(store, files.directory);
  expect(readdirSync(files.directory)).toEqual([]);
  next.hold(tree);
  expect(read(tree, 'm.js')).toBe('export const x = 1;');
});
