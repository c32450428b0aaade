import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lockRun } from '../../ledger/run-lock.ts';
import { LEDGER_FILE, readLedger } from '../../ledger/sqlite-ledger.ts';
import { runStateOf } from '../../loop/run-snapshot.ts';
import { packageVersion } from '../version.ts';

/**
 * Removes a run that stopped before its baseline was judged, so that it can be started again once task or oracle are
 * mended: it holds no verdict, and with another task it could not be resumed. One that waits with proposals stays.
 *
 * @returns whether there was one
 * @throws FulcrumError `FULCRUM_E_RUN_BUSY` when another process is writing it
 */
export function removeUnjudgedRun(directory: string): boolean {
  if (!existsSync(join(directory, LEDGER_FILE)) || !isUnjudged(directory)) return false;
  const lock = lockRun(directory);
  try {
    // What another process judged until the lock was ours counts too.
    if (!isUnjudged(directory)) return false;
    rmSync(directory, { recursive: true });
    return true;
  } finally {
    lock.release();
  }
}

function isUnjudged(directory: string): boolean {
  if (readdirSync(directory).some((name) => name.startsWith('inbox'))) return false;
  const ledger = readLedger(directory);
  try {
    const { task, baseline } = runStateOf(ledger, packageVersion());
    return task !== null && baseline === null;
  } finally {
    ledger.close();
  }
}
