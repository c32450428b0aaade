import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger, LedgerEntry, StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { ChainHead } from './chain.ts';
import { emptyChain, link } from './chain.ts';
import type { EventRow } from './event-row.ts';
import { rowOf, storedEntry } from './event-row.ts';
import { createSchema, SCHEMA_VERSION } from './schema.ts';
import { readSnapshots, writeSnapshot } from './snapshot-files.ts';

export const LEDGER_FILE = 'ledger.sqlite';

/**
 * Opens the ledger of a run directory for writing, making both when they are missing. The caller holds the run's lock.
 *
 * @param now the clock that stamps entries, as ISO 8601 text
 */
export function openLedger(directory: string, now: () => string = () => new Date().toISOString()): Ledger {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, LEDGER_FILE);
  const database = connect(file, false);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    createSchema(database);
  } catch (cause) {
    database.close();
    throw isOutOfReach(cause) ? unwritable(file, cause) : damaged(file, cause);
  }
  return ledgerOver(database, directory, now);
}

/** Opens a ledger for reading, also while another process writes it. Appending to it throws. */
export function readLedger(directory: string): Ledger {
  const file = join(directory, LEDGER_FILE);
  if (!existsSync(file)) throw missing(directory);
  const database = connect(file, true);
  if (versionOf(database) === 0) {
    // Its writer has made the file and not yet the tables.
    database.close();
    throw missing(directory);
  }
  return ledgerOver(database, directory, () => '');
}

function connect(file: string, readOnly: boolean): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly, timeout: 5000 });
    const version = versionOf(database);
    if (version === 0 || version === SCHEMA_VERSION) return database;
    throw new Error(`schema version ${version}, this Fulcrum reads ${SCHEMA_VERSION}`);
  } catch (cause) {
    database?.close();
    throw isOutOfReach(cause) ? unwritable(file, cause) : damaged(file, cause);
  }
}

/** 0 for a database without tables. */
function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function missing(directory: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_MISSING',
    domain: 'usage',
    what: 'there is no run here',
    where: directory,
    mend: 'Start one with `fulcrum run`, or name another with --name',
  });
}

function damaged(where: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_LEDGER_DAMAGED',
    domain: 'ledger',
    what: `the ledger cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    where,
    mend: 'Run `fulcrum verify` to see where; `fulcrum verify --salvage <dir>` keeps what is sound',
    cause,
  });
}

function unwritable(where: string, cause: Error): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_LEDGER_UNWRITABLE',
    domain: 'ledger',
    what: `the ledger cannot be written: ${cause.message}`,
    where,
    mend: 'Free space on the disk or give write access, then go on with `fulcrum resume`',
    cause,
  });
}

/** True when the disk, not the file's content, is at fault: https://sqlite.org/rescode.html#primary_result_code_list */
function isOutOfReach(error: unknown): error is Error {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return [SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN].includes(Number(error.errcode) & 0xff);
}

const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;

function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

function ledgerOver(database: DatabaseSync, directory: string, now: () => string): Ledger {
  const file = join(directory, LEDGER_FILE);
  const insertEvent = lazily(() =>
    database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  );
  const insertBlob = lazily(() => database.prepare('INSERT OR IGNORE INTO blobs VALUES (?, ?)'));
  const selectBlob = lazily(() => database.prepare('SELECT bytes FROM blobs WHERE hash = ?'));
  const selectTree = lazily(() =>
    database.prepare(
      "SELECT number FROM events WHERE tree = ? AND type <> 'confirmation-judged' ORDER BY sequence LIMIT 1",
    ),
  );
  const selectNumber = lazily(() =>
    database.prepare('SELECT * FROM events WHERE number = ? ORDER BY sequence'),
  );
  const selectTypes = lazily(() =>
    database.prepare('SELECT * FROM events WHERE type IN (SELECT value FROM json_each(?)) ORDER BY sequence'),
  );
  const selectHash = lazily(() => database.prepare('SELECT hash FROM events WHERE sequence = ?'));
  const pending = new Map<Hash, Uint8Array>();
  /** Written in the open transaction: pending again when it is rolled back. */
  const uncommitted = new Map<Hash, Uint8Array>();
  let head: ChainHead | null = null;

  const readHead = (): ChainHead => {
    const row = database.prepare('SELECT * FROM events ORDER BY sequence DESC LIMIT 1').get();
    if (row === undefined) return emptyChain;
    const { sequence, hash, replay } = storedEntry(row as unknown as EventRow);
    return { sequence, hash, replay };
  };

  const stage = (entries: readonly LedgerEntry[]): readonly StoredEntry[] => {
    head ??= readHead();
    if (!database.isTransaction) database.exec('BEGIN IMMEDIATE');
    for (const [hash, bytes] of pending) {
      insertBlob().run(Buffer.from(hash, 'hex'), bytes);
      uncommitted.set(hash, bytes);
    }
    pending.clear();
    const staged: StoredEntry[] = [];
    for (const entry of entries) {
      const stored = link(head, entry, now());
      insertEvent().run(...rowOf(stored));
      staged.push(stored);
      head = { sequence: stored.sequence, hash: stored.hash, replay: stored.replay };
    }
    return staged;
  };
  const commit = (): void => {
    if (!database.isTransaction) return;
    database.exec('COMMIT');
    uncommitted.clear();
  };
  const orRollBack = <Result>(write: () => Result): Result => {
    try {
      return write();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      head = null;
      for (const [hash, bytes] of uncommitted) pending.set(hash, bytes);
      uncommitted.clear();
      throw isSqliteError(error) ? unwritable(file, error) : error;
    }
  };

  const reading = <Result>(read: () => Result): Result => {
    try {
      return read();
    } catch (error) {
      throw isSqliteError(error) || error instanceof SyntaxError ? damaged(file, error) : error;
    }
  };

  const hashOf = (sequence: number): Hash | null => {
    const hash = reading(() => selectHash().get(sequence)?.['hash']);
    return hash instanceof Uint8Array ? Buffer.from(hash).toString('hex') : null;
  };

  return {
    stage: (entries) => orRollBack(() => stage(entries)),
    commit: () => orRollBack(commit),
    append: (entries) =>
      orRollBack(() => {
        const stored = stage(entries);
        commit();
        return stored;
      }),
    put: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (!pending.has(hash)) pending.set(hash, bytes);
      return hash;
    },
    get: (hash) => {
      const bytes = pending.get(hash) ?? reading(() => selectBlob().get(Buffer.from(hash, 'hex'))?.['bytes']);
      if (bytes instanceof Uint8Array) return bytes;
      throw new FulcrumError({
        code: 'FULCRUM_E_BLOB_MISSING',
        domain: 'ledger',
        what: 'the ledger refers to content it does not hold',
        where: `blob ${hash}`,
        mend: 'Run `fulcrum verify` to see what is affected',
      });
    },
    entries: function* (from = 1) {
      const rows = reading(() =>
        database.prepare('SELECT * FROM events WHERE sequence >= ? ORDER BY sequence').iterate(from),
      );
      const next = (): StoredEntry | null => {
        const { value, done } = rows.next();
        return done === true ? null : storedEntry(value as unknown as EventRow);
      };
      try {
        for (let entry = reading(next); entry !== null; entry = reading(next)) yield entry;
      } finally {
        rows.return?.();
      }
    },
    entriesOf: (number) =>
      reading(() =>
        selectNumber()
          .all(number)
          .map((row) => storedEntry(row as unknown as EventRow)),
      ),
    entriesOfTypes: (types) =>
      reading(() =>
        selectTypes()
          .all(JSON.stringify(types))
          .map((row) => storedEntry(row as unknown as EventRow)),
      ),
    candidateWithTree: (tree) =>
      reading(() => (selectTree().get(tree)?.['number'] as number | undefined) ?? null),
    head: () => {
      const current = head ?? reading(readHead);
      return current.sequence === 0 ? null : current;
    },
    keepSnapshot: (body) => {
      const anchor = head ?? reading(readHead);
      try {
        writeSnapshot(directory, anchor, body);
      } catch (error) {
        throw error instanceof Error ? unwritable(directory, error) : error;
      }
    },
    snapshots: () => readSnapshots(directory, hashOf),
    close: () => database.close(),
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
