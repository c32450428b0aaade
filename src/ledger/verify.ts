import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import { emptyChain, link } from './chain.ts';
import { LEDGER_FILE, openLedger, readLedger } from './sqlite-ledger.ts';

/** One thing that is not as it was written. */
export interface LedgerFault {
  /** Entry number, or null for a blob. */
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
 * Recomputes the whole chain and every blob's name from the bytes in the file. The chain stops at its first fault: what
 * follows rests on it.
 */
export function verifyLedger(directory: string): LedgerVerification {
  const ledger = readLedger(directory);
  try {
    const chain = verifyChain(ledger);
    const blobs = verifyBlobs(directory);
    return { sound: chain.sound, blobs: blobs.count, faults: [...chain.faults, ...blobs.faults] };
  } finally {
    ledger.close();
  }
}

function verifyChain(ledger: Ledger): { sound: number; faults: readonly LedgerFault[] } {
  let head = emptyChain;
  try {
    for (const entry of ledger.entries()) {
      const what = entryFault(head, entry);
      if (what !== null) return { sound: head.sequence, faults: [{ sequence: entry.sequence, what }] };
      head = entry;
    }
  } catch (error) {
    const what = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { sound: head.sequence, faults: [{ sequence: head.sequence + 1, what }] };
  }
  return { sound: head.sequence, faults: [] };
}

function entryFault(head: { sequence: number; hash: string; replay: string }, entry: StoredEntry): string | null {
  const expected = link(head, entry, entry.at);
  if (entry.sequence !== expected.sequence) return `entry ${expected.sequence} is missing`;
  if (entry.previous !== expected.previous) return 'does not continue the entry before it';
  if (entry.hash !== expected.hash) return 'was changed after it was written';
  if (entry.replay !== expected.replay) return 'has a replay hash that does not follow';
  return null;
}

function verifyBlobs(directory: string): { count: number; faults: readonly LedgerFault[] } {
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true });
  const faults: LedgerFault[] = [];
  let count = 0;
  try {
    for (const row of database.prepare('SELECT hash, bytes FROM blobs').iterate()) {
      count += 1;
      const name = Buffer.from(row['hash'] as Uint8Array).toString('hex');
      const actual = createHash('sha256').update(row['bytes'] as Uint8Array).digest('hex');
      if (name !== actual) faults.push({ sequence: null, what: `blob ${name} holds other bytes` });
    }
  } catch (error) {
    faults.push({ sequence: null, what: `blobs cannot be read: ${error instanceof Error ? error.message : String(error)}` });
  } finally {
    database.close();
  }
  return { count, faults };
}

/**
 * Copies the sound beginning of a damaged ledger, and every blob whose bytes match its name, into a new run directory.
 * Returns how many entries were kept. The damaged one is left as it is.
 */
export function salvageLedger(directory: string, target: string): number {
  const { sound } = verifyLedger(directory);
  const source = readLedger(directory);
  const times: string[] = [];
  const entries: StoredEntry[] = [];
  for (const entry of source.entries()) {
    if (entry.sequence > sound) break;
    entries.push(entry);
    times.push(entry.at);
  }
  source.close();
  const copy = openLedger(target, () => times.shift()!);
  for (const bytes of soundBlobs(directory)) copy.put(bytes);
  copy.append(entries.map(({ event, observed }) => ({ event, observed })));
  copy.close();
  return sound;
}

function* soundBlobs(directory: string): Generator<Uint8Array> {
  const database = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true });
  try {
    for (const row of database.prepare('SELECT hash, bytes FROM blobs').iterate()) {
      const bytes = row['bytes'] as Uint8Array;
      const name = Buffer.from(row['hash'] as Uint8Array).toString('hex');
      if (createHash('sha256').update(bytes).digest('hex') === name) yield bytes;
    }
  } finally {
    database.close();
  }
}
