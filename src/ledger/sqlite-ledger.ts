import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger, LedgerEntry, StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { ChainHead } from './chain.ts';
import { emptyChain, link } from './chain.ts';
import { createSchema, SCHEMA_VERSION } from './schema.ts';

export const LEDGER_FILE = 'ledger.sqlite';

/**
 * Opens the ledger of a run directory for writing, making both when they are missing. The caller holds the run's lock.
 *
 * @param now the clock that stamps entries, as ISO 8601 text
 */
export function openLedger(directory: string, now: () => string = () => new Date().toISOString()): Ledger {
  mkdirSync(directory, { recursive: true });
  const database = connect(join(directory, LEDGER_FILE), false);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  createSchema(database);
  return ledgerOver(database, now);
}

/** Opens a ledger for reading, also while another process writes it. Appending to it throws. */
export function readLedger(directory: string): Ledger {
  const file = join(directory, LEDGER_FILE);
  if (!existsSync(file)) {
    throw new FulcrumError({
      code: 'FULCRUM_E_RUN_MISSING',
      domain: 'usage',
      what: 'there is no run here',
      where: directory,
      mend: 'Start one with `fulcrum run`, or name another with --name',
    });
  }
  return ledgerOver(connect(file, true), () => '');
}

function connect(file: string, readOnly: boolean): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly, timeout: 5000 });
    const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version === 0 || version === SCHEMA_VERSION) return database;
    database.close();
    throw new Error(`schema version ${String(version)}, this Fulcrum reads ${SCHEMA_VERSION}`);
  } catch (cause) {
    throw damaged(file, cause);
  }
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

function ledgerOver(database: DatabaseSync, now: () => string): Ledger {
  const insertEvent = lazily(() =>
    database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  );
  const insertBlob = lazily(() => database.prepare('INSERT OR IGNORE INTO blobs VALUES (?, ?)'));
  const selectBlob = lazily(() => database.prepare('SELECT bytes FROM blobs WHERE hash = ?'));
  const selectTree = lazily(() => database.prepare('SELECT number FROM events WHERE tree = ? ORDER BY sequence LIMIT 1'));
  const selectNumber = lazily(() => database.prepare('SELECT * FROM events WHERE number = ? ORDER BY sequence'));
  const pending = new Map<Hash, Uint8Array>();
  let head: ChainHead | null = null;

  const readHead = (): ChainHead => {
    const row = database.prepare('SELECT * FROM events ORDER BY sequence DESC LIMIT 1').get();
    return row === undefined ? emptyChain : storedEntry(row as unknown as EventRow);
  };

  let transaction = false;
  const stage = (entries: readonly LedgerEntry[]): readonly StoredEntry[] => {
    head ??= readHead();
    if (!transaction) database.exec('BEGIN IMMEDIATE');
    transaction = true;
    for (const [hash, bytes] of pending) insertBlob().run(Buffer.from(hash, 'hex'), bytes);
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
    if (transaction) database.exec('COMMIT');
    transaction = false;
  };
  const orRollBack = <Result>(write: () => Result): Result => {
    try {
      return write();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      transaction = false;
      head = null;
      throw error;
    }
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
      const bytes = pending.get(hash) ?? selectBlob().get(Buffer.from(hash, 'hex'))?.['bytes'];
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
      const rows = database.prepare('SELECT * FROM events WHERE sequence >= ? ORDER BY sequence').iterate(from);
      for (const row of rows) yield storedEntry(row as unknown as EventRow);
    },
    entriesOf: (number) => selectNumber().all(number).map((row) => storedEntry(row as unknown as EventRow)),
    candidateWithTree: (tree) => (selectTree().get(tree)?.['number'] as number | undefined) ?? null,
    head: () => {
      const current = head ?? readHead();
      return current.sequence === 0 ? null : current;
    },
    close: () => database.close(),
  };
}

interface EventRow {
  readonly sequence: number;
  readonly at: string;
  readonly event: string;
  readonly observed: string;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
  readonly replay: Uint8Array;
}

function storedEntry(row: EventRow): StoredEntry {
  return {
    sequence: row.sequence,
    at: row.at,
    event: JSON.parse(row.event) as RunEvent,
    observed: JSON.parse(row.observed) as JsonObject,
    previous: Buffer.from(row.previous).toString('hex'),
    hash: Buffer.from(row.hash).toString('hex'),
    replay: Buffer.from(row.replay).toString('hex'),
  };
}

type EventColumns = [number, string, string, number | null, string | null, string, string, Buffer, Buffer, Buffer];

function rowOf(entry: StoredEntry): EventColumns {
  const { event } = entry;
  return [
    entry.sequence,
    entry.at,
    event.type,
    numberOf(event),
    treeOf(event),
    canonicalJson(event as unknown as Json),
    canonicalJson(entry.observed),
    Buffer.from(entry.previous, 'hex'),
    Buffer.from(entry.hash, 'hex'),
    Buffer.from(entry.replay, 'hex'),
  ];
}

/** The candidate an event is about, so that its story can be found without a scan. */
function numberOf(event: RunEvent): number | null {
  if (event.type === 'candidate-proposed') return event.candidate.number;
  if (event.type === 'run-started' || event.type === 'baseline-judged') return 0;
  return 'number' in event ? event.number : null;
}

function treeOf(event: RunEvent): Hash | null {
  if (event.type === 'run-started') return event.baseline.tree;
  return event.type === 'candidate-proposed' ? event.candidate.tree : null;
}

function lazily<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
