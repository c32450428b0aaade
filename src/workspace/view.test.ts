import { expect, test } from 'vitest';
import { pathMatcher } from './paths.ts';
import { memoryStore } from './testing/memory-store.ts';
import { treeOf } from './testing/small-trees.ts';
import { withFile } from './tree.ts';
import { createViewer, editableBytes } from './view.ts';

const FILES = new Map([
  ['a/x.ts', 'é'],
  ['a.ts', '12345'],
  ['README', 'read me'],
]);

test('a view lists the editable files sorted, and reads every file', () => {
  const store = memoryStore();
  const tree = treeOf(store, FILES);
  const view = createViewer(store, pathMatcher(['**/*.ts']))(tree);
  expect(view.editable()).toEqual(['a.ts', 'a/x.ts']);
  expect(view.read('README')).toBe('read me');
  expect(view.read('missing')).toBeNull();
  expect(view.read('a')).toBeNull();
  expect(editableBytes(store, tree, pathMatcher(['**/*.ts']))).toBe(7);
});

test('a tree that shares folders with one seen before costs its own folders only', () => {
  const store = memoryStore();
  const folders = Array.from({ length: 100 }, (_, index) => [`d${index}/x.ts`, String(index)] as const);
  const tree = treeOf(store, new Map(folders));
  const changed = withFile(store, tree, 'd7/new.ts', new Uint8Array())!;
  let reads = 0;
  const counting = { ...store, get: (hash: string) => ((reads += 1), store.get(hash)) };
  const viewer = createViewer(counting, pathMatcher(['d7/*', 'd8/*']));
  expect(viewer(tree).editable()).toEqual(['d7/x.ts', 'd8/x.ts']);
  expect(reads).toBe(101);
  expect(viewer(changed).editable()).toEqual(['d7/new.ts', 'd7/x.ts', 'd8/x.ts']);
  expect(reads).toBe(103);
});

test('equal folders at two places are told apart', () => {
  const store = memoryStore();
  const tree = treeOf(
    store,
    new Map([
      ['a/x', ''],
      ['b/x', ''],
    ]),
  );
  expect(createViewer(store, pathMatcher(['b/x']))(tree).editable()).toEqual(['b/x']);
});
