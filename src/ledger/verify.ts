import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { emptyChain, link } from './chain.ts';
import type { ChainHead } from './chain.ts';
import type { EventRow } from './event-row.ts';
import { rowOf, storedEntry } from './event-row.ts';
import { createSchema } from './schema.ts';
import { LEDGER_FILE, readLedger } from './sqlite-ledger.ts';

/** One thing that is not as it was written. */
export interface LedgerFault {
  /** Entry number, or null for a blob or the file itself. */
  readonly sequence: number | null;
  readonly what: string;
}

export interface LedgerVerification {
  /** Entries whose hash follows from all before, counted from the first. */
  readonly sound: number;
  readonly blobs: number;
  readonly faults: readonly LedgerFault[];
}

/**
 * Recomputes the whole chain, every column beside it and every blob's name from the bytes in the file. The chain stops
 * at its first fault, as what follows rests on it; an entry whose tree is gone is named and does not end it.
 *
 * A ledger whose last entries were removed is a sound, shorter ledger: only a head hash noted elsewhere tells them
 * apart.
 *
 * @throws FulcrumError when there is no ledger, or its file cannot be opened as one
 */
export function verifyLedger(directory: string): LedgerVerification {
  readLedger(directory).close();
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true, timeout: 5000 });
  try {
    const file = fileFaults(database);
    const chain = verifyChain(database);
    const blobs = verifyBlobs(database);
    return { sound: chain.sound, blobs: blobs.count, faults: [...chain.faults, ...blobs.faults, ...file] };
  } finally {
    database.close();
  }
}

function verifyChain(database: DatabaseSync): { sound: number; faults: readonly LedgerFault[] } {
  let head: ChainHead = emptyChain;
  const faults: LedgerFault[] = [];
  const brokenOff = (what: string): { sound: number; faults: readonly LedgerFault[] } => {
    return { sound: head.sequence, faults: [...faults, { sequence: head.sequence + 1, what }] };
  };
  try {
    const blob = database.prepare('SELECT 1 FROM blobs WHERE hash = ?');
    for (const raw of database.prepare('SELECT * FROM events ORDER BY sequence').iterate()) {
      const row = raw as unknown as EventRow;
      const what = rowFault(head, row);
      if (what !== null) return brokenOff(what);
      head = storedEntry(row);
      for (const hash of contentOf(row)) {
        if (isHeld(blob, hash)) continue;
        faults.push({ sequence: head.sequence, what: `names content ${hash} that is missing` });
      }
    }
  } catch (error) {
    return brokenOff(unreadable(error));
  }
  return { sound: head.sequence, faults };
}

function rowFault(head: ChainHead, row: EventRow): string | null {
  if (row.sequence !== head.sequence + 1) return 'is missing';
  const entry = storedEntry(row);
  if (entry.previous !== head.hash) return 'does not continue the entry before it';
  const expected = link(head, entry, entry.at);
  if (entry.hash !== expected.hash) return 'was changed after it was written';
  if (entry.replay !== expected.replay) return 'has a replay hash that does not follow';
  const columns = rowOf(expected);
  const differs = Object.values(row).findIndex((value, index) => !isEqual(value, columns[index]));
  return differs === -1 ? null : `has another ${Object.keys(row)[differs]} than its hash vouches for`;
}

/** The blobs an entry names itself. */
function contentOf(row: EventRow): readonly string[] {
  const tree = row.tree === null ? [] : [row.tree];
  if (row.type !== 'run-started') return tree;
  const { event } = storedEntry(row);
  return event.type === 'run-started' && event.memory !== undefined ? [...tree, event.memory] : tree;
}

function isHeld(blob: ReturnType<DatabaseSync['prepare']>, hash: string): boolean {
  return blob.get(Buffer.from(hash, 'hex')) !== undefined;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0;
  return left === right;
}

function verifyBlobs(database: DatabaseSync): { count: number; faults: readonly LedgerFault[] } {
  const faults: LedgerFault[] = [];
  let count = 0;
  try {
    for (const { name, matches } of readBlobs(database)) {
      count += 1;
      if (!matches) faults.push({ sequence: null, what: `blob ${name} holds other bytes` });
    }
  } catch (error) {
    faults.push({ sequence: null, what: `after ${count} blobs the next ${unreadable(error)}` });
  }
  return { count, faults };
}

export interface NamedBlob {
  /** What the file says its SHA-256 is. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly matches: boolean;
}

/** Every blob with whether its name is true. Throws where the file cannot be read on. */
export function* readBlobs(database: DatabaseSync): Generator<NamedBlob> {
  for (const row of database.prepare('SELECT hash, bytes FROM blobs').iterate()) {
    const { hash, bytes } = row as { readonly hash: Uint8Array; readonly bytes: Uint8Array };
    const name = Buffer.from(hash).toString('hex');
    yield { name, bytes, matches: createHash('sha256').update(bytes).digest('hex') === name };
  }
}

/** What SQLite finds in its own structures, and tables or triggers that are not those of a ledger. */
function fileFaults(database: DatabaseSync): readonly LedgerFault[] {
  const faults: string[] = [];
  try {
    for (const row of database.prepare('PRAGMA integrity_check(5)').iterate()) {
      if (row['integrity_check'] !== 'ok')
        faults.push(`the file is damaged: ${String(row['integrity_check'])}`);
    }
    if (schemaOf(database) !== expectedSchema())
      faults.push('its tables or triggers are not those of a ledger');
  } catch (error) {
    faults.push(`the file ${unreadable(error)}`);
  }
  return faults.map((what) => ({ sequence: null, what }));
}

function schemaOf(database: DatabaseSync): string {
  return JSON.stringify(
    database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all(),
  );
}

function expectedSchema(): string {
  const database = new DatabaseSync(':memory:');
  createSchema(database);
  const schema = schemaOf(database);
  database.close();
  return schema;
}

function unreadable(error: unknown): string {
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
