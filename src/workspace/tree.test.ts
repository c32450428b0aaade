import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hash } from '../kernel/candidate.ts';
import { changedFiles } from './changes.ts';
import { memoryStore } from './testing/memory-store.ts';
import { modelWrite, smallFiles, smallPath, smallText, treeOf } from './testing/small-trees.ts';
import { buildTree, filesReplacedAt, findFile, listFiles, readText, withFile } from './tree.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

test('any sequence of writes and removals leaves what a plain map holds', () => {
  const edits = fc.array(fc.tuple(smallPath, fc.option(smallText)), { maxLength: 12 });
  fc.assert(
    fc.property(edits, (sequence) => {
      const store = memoryStore();
      let tree: Hash | null = null;
      let model = new Map<string, string>();
      for (const [path, text] of sequence) {
        tree = withFile(store, tree, path, text === null ? null : encode(text));
        model = modelWrite(model, path, text);
        expect(tree === null).toBe(model.size === 0);
        if (tree === null) continue;
        const files = [...listFiles(store, tree)].map((file) => file.path);
        expect(files.toSorted()).toEqual([...model.keys()].toSorted());
        for (const [name, content] of model) expect(readText(store, tree, name)).toBe(content);
      }
    }),
  );
});

test('a tree is named by its files, not by the order they came in', () => {
  fc.assert(
    fc.property(
      smallFiles.chain((files) =>
        fc.tuple(fc.constant(files), fc.shuffledSubarray([...files], { minLength: files.size })),
      ),
      ([files, shuffled]) => {
        const store = memoryStore();
        const built = buildTree(
          store,
          shuffled.map(([path, text]) => ({ path, hash: store.put(encode(text)), executable: false })),
        );
        expect(built).toBe(treeOf(store, files));
        expect(treeOf(store, new Map(shuffled))).toBe(treeOf(store, files));
      },
    ),
  );
});

test('other files, contents or modes make another tree', () => {
  const store = memoryStore();
  const hash = store.put(encode('x'));
  const trees = [
    buildTree(store, [{ path: 'a', hash, executable: false }]),
    buildTree(store, [{ path: 'a', hash, executable: true }]),
    buildTree(store, [{ path: 'b', hash, executable: false }]),
    buildTree(store, [{ path: 'a', hash: store.put(encode('y')), executable: false }]),
    buildTree(store, [{ path: 'a/a', hash, executable: false }]),
    buildTree(store, [
      { path: 'a', hash, executable: false },
      { path: 'b', hash, executable: false },
    ]),
  ];
  expect(new Set(trees).size).toBe(trees.length);
  expect(buildTree(store, [])).toBeNull();
});

test('a changed program stays one, a new file is none', () => {
  const store = memoryStore();
  const before = buildTree(store, [{ path: 'bin/run', hash: store.put(encode('x')), executable: true }])!;
  const after = withFile(store, withFile(store, before, 'bin/run', encode('y')), 'bin/new', encode('z'))!;
  expect(findFile(store, after, 'bin/run')?.executable).toBe(true);
  expect(findFile(store, after, 'bin/new')?.executable).toBe(false);
});

test('a byte order mark is part of the text', () => {
  const store = memoryStore();
  expect(readText(store, withFile(store, null, 'a', encode('\ufeffx'))!, 'a')).toBe('\ufeffx');
});

test('what a write replaces is what is gone afterwards, and its own path', () => {
  fc.assert(
    fc.property(smallFiles, smallPath, (files, path) => {
      const store = memoryStore();
      const tree = treeOf(store, files);
      const after = modelWrite(files, path, 'new');
      const gone = [...files.keys()].filter((file) => file === path || !after.has(file));
      expect(
        filesReplacedAt(store, tree, path)
          .map((file) => file.path)
          .toSorted(),
      ).toEqual(gone.toSorted());
    }),
  );
});

test('changed files are those that a comparison of all files finds', () => {
  fc.assert(
    fc.property(smallFiles, smallFiles, (left, right) => {
      const store = memoryStore();
      const found = changedFiles(store, treeOf(store, left), treeOf(store, right));
      const expected = [...new Set([...left.keys(), ...right.keys()])]
        .filter((path) => left.get(path) !== right.get(path))
        .map((path) => {
          const kind = !left.has(path) ? 'added' : right.has(path) ? 'changed' : 'removed';
          return `${kind} ${path}`;
        });
      expect(found.map(({ kind, path }) => `${kind} ${path}`).toSorted()).toEqual(expected.toSorted());
    }),
  );
});

test('turning a file into a program is a change', () => {
  const store = memoryStore();
  const hash = store.put(encode('x'));
  const trees = [false, true].map((executable) => buildTree(store, [{ path: 'a', hash, executable }])!);
  expect(changedFiles(store, trees[0]!, trees[1]!)).toEqual([{ path: 'a', kind: 'changed' }]);
});
