import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readHierarchies } from './cgroup-launcher.ts';

const own = readHierarchies()
  .map((hierarchy) => hierarchy.own)
  .find(isWritable);
const SLOTS = 16;

test.skipIf(own === undefined)(
  'removed by several processes at once, a group is gone and nobody fails',
  async () => {
    for (let round = 0; round < 4; round += 1) {
      const group = join(own!, `fulcrum-removed-${process.pid}-${round}`);
      for (let slot = 0; slot < SLOTS; slot += 1) mkdirSync(join(group, `slot-${slot}`), { recursive: true });
      // All begin at the same moment, however long each takes to load.
      const at = Date.now() + 700;
      const program = `import { removeGroup } from ${JSON.stringify(join(import.meta.dirname, 'cgroup-slot.ts'))};
      while (Date.now() < ${at});
      removeGroup(${JSON.stringify(group)});`;
      const words = ['--input-type=module-typescript', '--eval', program];
      await Promise.all(Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, words)));
      expect(existsSync(group)).toBe(false);
    }
  },
);

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
