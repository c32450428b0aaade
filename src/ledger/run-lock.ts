import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FulcrumError } from '../kernel/errors.ts';

export interface RunLock {
  readonly release: () => void;
}

/**
 * Makes this process the only writer of a run directory. The lock is a transaction on a database of its own, which the
 * kernel ends with the process, so that a killed run leaves no stale lock behind.
 *
 * @throws FulcrumError `FULCRUM_E_RUN_BUSY` when another process holds it
 */
export function lockRun(directory: string): RunLock {
  const database = new DatabaseSync(join(directory, 'lock.sqlite'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new FulcrumError({
      code: 'FULCRUM_E_RUN_BUSY',
      domain: 'usage',
      what: 'another process is writing this run',
      where: directory,
      mend: 'Wait for it, end it with `fulcrum stop`, or choose another --name',
      cause,
    });
  }
  return { release: () => database.close() };
}

/** True when some process is writing the run. */
export function isRunLocked(directory: string): boolean {
  try {
    lockRun(directory).release();
    return false;
  } catch {
    return true;
  }
}
