import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { LEDGER_FILE, openLedger, readLedger } from './sqlite-ledger.ts';
import type { NamedBlob } from './verify.ts';
import { readBlobs, verifyLedger } from './verify.ts';

/** Rows copied in one transaction. */
const BATCH = 500;

/**
 * Copies the sound beginning of a damaged ledger, and every blob whose bytes match its name, into a new run directory.
 * Returns how many entries were kept. The damaged one is left as it is.
 *
 * @throws FulcrumError `FULCRUM_E_SALVAGE_TARGET` when the target already holds a ledger
 */
export function salvageLedger(directory: string, target: string): number {
  if (existsSync(join(target, LEDGER_FILE))) throw targetTaken(target);
  const { sound } = verifyLedger(directory);
  let time = '';
  const copy = openLedger(target, () => time);
  try {
    let puts = 0;
    for (const bytes of soundBlobs(directory)) {
      copy.put(bytes);
      puts += 1;
      if (puts % BATCH === 0) copy.append([]);
    }
    for (const entry of firstEntries(directory, sound)) {
      time = entry.at;
      copy.stage([{ event: entry.event, observed: entry.observed }]);
      if (entry.sequence % BATCH === 0) copy.commit();
    }
    copy.append([]);
  } finally {
    copy.close();
  }
  return sound;
}

function* firstEntries(directory: string, count: number): Generator<StoredEntry> {
  if (count === 0) return;
  const source = readLedger(directory);
  try {
    for (const entry of source.entries()) {
      yield entry;
      // Before the next is read: it may be the one that cannot be.
      if (entry.sequence === count) return;
    }
  } finally {
    source.close();
  }
}

/** Blobs with true names, as far as the file can be read; what lies behind the damage is lost, and `verify` says so. */
function* soundBlobs(directory: string): Generator<Uint8Array> {
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true, timeout: 5000 });
  const blobs = readBlobs(database);
  try {
    for (let blob = nextReadable(blobs); blob !== null; blob = nextReadable(blobs)) {
      if (blob.matches) yield blob.bytes;
    }
  } finally {
    database.close();
  }
}

function nextReadable(blobs: Iterator<NamedBlob>): NamedBlob | null {
  try {
    const { value, done } = blobs.next();
    return done === true ? null : value;
  } catch {
    return null;
  }
}

function targetTaken(target: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SALVAGE_TARGET',
    domain: 'usage',
    what: 'the folder to salvage into already holds a ledger',
    where: target,
    mend: 'Name a new folder',
  });
}
