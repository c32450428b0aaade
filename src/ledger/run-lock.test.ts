import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRunLocked, lockRun } from './run-lock.ts';
import { temporaryFolder } from './testing/example-run.ts';
import { startWriter } from './testing/start-writer.ts';

test('one process holds a run, and a killed one lets go', async () => {
  const directory = temporaryFolder();
  const writer = startWriter(directory, 0);
  await writer.until((line) => line === 'done');
  expect(isRunLocked(directory)).toBe(true);
  expect(() => lockRun(directory)).toThrow(/FULCRUM_E_RUN_BUSY.*fulcrum stop/);
  expect(isRunLocked(directory)).toBe(true);
  await writer.kill();
  expect(isRunLocked(directory)).toBe(false);
  const lock = lockRun(directory);
  expect(isRunLocked(directory)).toBe(true);
  lock.release();
  expect(isRunLocked(directory)).toBe(false);
});

test('looking makes no file, and no lock where there is no run', () => {
  const directory = temporaryFolder();
  expect(isRunLocked(directory)).toBe(false);
  expect(isRunLocked(join(directory, 'missing'))).toBe(false);
  expect(readdirSync(directory)).toEqual([]);
});

test('a folder that cannot hold a lock says so, not that it is busy', () => {
  const directory = temporaryFolder();
  expect(() => lockRun(join(directory, 'missing'))).toThrow('FULCRUM_E_RUN_UNLOCKABLE');
  writeFileSync(join(directory, 'lock.sqlite'), 'something else of more than sixteen bytes');
  expect(() => lockRun(directory)).toThrow('FULCRUM_E_RUN_UNLOCKABLE');
  expect(() => isRunLocked(directory)).toThrow('FULCRUM_E_RUN_UNLOCKABLE');
});
