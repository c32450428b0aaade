import { expect, test } from 'vitest';
import { pathMatcher } from './paths.ts';
import { memoryStore } from './testing/memory-store.ts';
import { treeOf } from './testing/small-trees.ts';
import { editableBytes, viewTree } from './view.ts';

test('a view lists the editable files sorted, and reads every file', () => {
  const store = memoryStore();
  const tree = treeOf(
    store,
    new Map([
      ['a/x.ts', 'é'],
      ['a.ts', '12345'],
      ['README', 'read me'],
    ]),
  );
  const view = viewTree(store, tree, pathMatcher(['**/*.ts']));
  expect(view.editable()).toEqual(['a.ts', 'a/x.ts']);
  expect(view.read('README')).toBe('read me');
  expect(view.read('missing')).toBeNull();
  expect(view.read('a')).toBeNull();
  expect(editableBytes(store, tree, pathMatcher(['**/*.ts']))).toBe(7);
});
