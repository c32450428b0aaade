import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FulcrumError } from '../kernel/errors.ts';

export interface RunLock {
  readonly release: () => void;
}

const LOCK_FILE = 'lock.sqlite';

/** Long enough to outlast someone who only looks whether the run is locked. */
const PATIENCE_MILLISECONDS = 250;

/** What SQLite answers when another connection holds a lock: https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Makes this process the only writer of a run directory. The lock is a transaction on a database of its own, which the
 * kernel ends with the process, so that a killed run leaves no stale lock behind.
 *
 * @throws FulcrumError `FULCRUM_E_RUN_BUSY` when another process holds it, `FULCRUM_E_RUN_UNLOCKABLE` when there can be
 *   no lock in this directory
 */
export function lockRun(directory: string): RunLock {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(join(directory, LOCK_FILE), { timeout: PATIENCE_MILLISECONDS });
    database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return keep(database);
  } catch (cause) {
    database?.close();
    throw isBusy(cause) ? busy(directory, cause) : unlockable(directory, cause);
  }
}

/** Holds the lock until it is released: a connection that nothing refers to is closed with the next garbage. */
function keep(database: DatabaseSync): RunLock {
  const close = (): void => database.close();
  process.once('exit', close);
  return {
    release: () => {
      process.off('exit', close);
      close();
    },
  };
}

/** True when some process is writing the run. Looking changes nothing and keeps no one from starting to write. */
export function isRunLocked(directory: string): boolean {
  const file = join(directory, LOCK_FILE);
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw unlockable(directory, error);
  } finally {
    database.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function busy(directory: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_BUSY',
    domain: 'usage',
    what: 'another process is writing this run',
    where: directory,
    mend: 'Wait for it, end it with `fulcrum stop`, or choose another --name',
    cause,
  });
}

function unlockable(directory: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_UNLOCKABLE',
    domain: 'usage',
    what: `the run cannot be locked: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: join(directory, LOCK_FILE),
    mend: 'Check that the run directory exists and can be written, and remove this file if no process uses it',
    cause,
  });
}
