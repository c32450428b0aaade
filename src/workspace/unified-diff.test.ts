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
