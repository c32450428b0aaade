import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import { LEDGER_FILE, openLedger } from './sqlite-ledger.ts';

export interface Garbage {
  readonly blobs: number;
  readonly bytes: number;
}

/** Marks a blob as needed; false when it was already, with everything below it. */
export type Mark = (hash: Hash) => boolean;

/**
 * Removes the blobs that no entry leads to, as a killed run leaves them of proposals it was still making, and
 * gives the space back. All or nothing. The caller holds the run's lock.
 *
 * @param follow marks a tree and all it is made of
 */
export function collectGarbage(
  directory: string,
  follow: (ledger: Ledger, tree: Hash, mark: Mark) => void,
): Garbage {
  const ledger = openLedger(directory);
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { timeout: 5000 });
  try {
    database.exec('CREATE TEMP TABLE needed (hash BLOB PRIMARY KEY)');
    const insert = database.prepare('INSERT OR IGNORE INTO needed VALUES (?)');
    const mark: Mark = (hash) => insert.run(Buffer.from(hash, 'hex')).changes > 0;
    for (const row of database.prepare('SELECT DISTINCT tree FROM events WHERE tree IS NOT NULL').iterate()) {
      follow(ledger, row['tree'] as Hash, mark);
    }
    for (const { event } of ledger.entriesOf(0)) {
      if (event.type === 'run-started' && event.memory !== undefined) mark(event.memory);
    }
    ledger.close();
    const garbage = remove(database);
    if (garbage.blobs > 0) database.exec('VACUUM');
    return garbage;
  } finally {
    database.close();
  }
}

/** The trigger that keeps every blob is set aside for this one transaction. */
function remove(database: DatabaseSync): Garbage {
  const unneeded = 'FROM blobs WHERE hash NOT IN (SELECT hash FROM needed)';
  database.exec('BEGIN IMMEDIATE');
  const counted = database
    .prepare(`SELECT count(*) AS blobs, coalesce(sum(length(bytes)), 0) AS bytes ${unneeded}`)
    .get();
  const trigger = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'blobs_stay'").get();
  database.exec('DROP TRIGGER blobs_stay');
  database.exec(`DELETE ${unneeded}`);
  database.exec(String(trigger?.['sql']));
  database.exec('COMMIT');
  return { blobs: Number(counted?.['blobs']), bytes: Number(counted?.['bytes']) };
}
