import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { importDirectory } from './import-directory.ts';
import { materialise } from './materialise.ts';
import { memoryStore } from './testing/memory-store.ts';
import { smallFiles, treeOf } from './testing/small-trees.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { buildTree } from './tree.ts';
import { unifiedDiff } from './unified-diff.ts';

const RULES = { exclude: [], maximumFileBytes: 1e6 };

test('git applies the diff of two trees to the one and gets the other', () => {
  const folder = temporaryFolder();
  let round = 0;
  fc.assert(
    fc.property(smallFiles, smallFiles, (left, right) => {
      const store = memoryStore();
      const [before, after] = [treeOf(store, left), treeOf(store, right)];
      const directory = join(folder, String((round += 1)));
      materialise(store, before, directory);
      const patch = unifiedDiff(store, before, after);
      expect(patch === '').toBe(before === after);
      if (patch !== '')
        execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
          cwd: directory,
          input: patch,
          stdio: 'pipe',
        });
      expect(importDirectory(store, directory, RULES)).toBe(after);
    }),
    { numRuns: 60 },
  );
});

test('git applies a change of mode', () => {
  const store = memoryStore();
  const hash = store.put(new TextEncoder().encode('x\n'));
  const [before, after] = [false, true].map((executable) =>
    buildTree(store, [{ path: 'a', hash, executable }])!,
  );
  const directory = temporaryFolder();
  materialise(store, before!, directory);
  execFileSync('git', ['apply', '-'], { cwd: directory, input: unifiedDiff(store, before!, after!) });
  expect(importDirectory(store, directory, RULES)).toBe(after);
});

test('bytes that are no text are named and not shown', () => {
  const store = memoryStore();
  const [before, after] = [0xff, 0xfe].map((byte) => {
    return buildTree(store, [{ path: 'a', hash: store.put(Uint8Array.of(byte)), executable: false }])!;
  });
  expect(unifiedDiff(store, before!, after!)).toBe('Binary files a/a and b/a differ\n');
});

test('within a bound, a file that changed more is only named and the others are shown', () => {
  const store = memoryStore();
  const lines = (prefix: string): string =>
    Array.from({ length: 20 }, (_, at) => `${prefix} ${at}\n`).join('');
  const [before, after] = [
    { long: lines('old'), short: 'one\n' },
    { long: lines('new'), short: 'two\n' },
  ].map((files) => treeOf(store, new Map(Object.entries(files))));
  // 20 lines removed and 20 added.
  const named = 'Files a/long and b/long differ too much to be shown\n';
  const bounded = unifiedDiff(store, before!, after!, { maxEditLength: 39 });
  expect(bounded).toContain(named);
  expect(bounded).toContain('-one\n+two\n');
  expect(bounded).not.toContain('old 0');
  expect(unifiedDiff(store, before!, after!, { maxEditLength: 40 })).toBe(
    unifiedDiff(store, before!, after!),
  );
  expect(unifiedDiff(store, before!, after!)).not.toContain(named);
});
