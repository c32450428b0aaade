import type { Hash } from '../candidate.ts';
import type { RunEvent } from '../event.ts';
import type { JsonObject } from '../json.ts';
import type { BlobStore } from './store.ts';

/** An event with what was observed beside it: times, process numbers, worker names. */
export interface LedgerEntry {
  readonly event: RunEvent;
  readonly observed: JsonObject;
}

export interface StoredEntry extends LedgerEntry {
  /** 1, 2, 3 ... without gaps. */
  readonly sequence: number;
  /** ISO 8601 time of writing. */
  readonly at: string;
  readonly previous: Hash;
  /** SHA-256 over previous hash, sequence, event, time and observations. */
  readonly hash: Hash;
  /** SHA-256 over the previous replay hash and the event alone: equal for equal runs. */
  readonly replay: Hash;
}

/** The append-only, hash-chained record of one run. */
export interface Ledger extends BlobStore {
  /**
   * Writes entries with every blob put before. This ledger reads them at once; they are durable, and seen by other
   * readers, from the next `commit` on. A crash before it loses all that was staged since the last.
   */
  readonly stage: (entries: readonly LedgerEntry[]) => readonly StoredEntry[];
  /** Makes everything staged durable, all or nothing. */
  readonly commit: () => void;
  /** Stages and commits: durable on return. */
  readonly append: (entries: readonly LedgerEntry[]) => readonly StoredEntry[];
  /** Entries in order, from a sequence number on. */
  readonly entries: (from?: number) => Iterable<StoredEntry>;
  /** Entries about one candidate, in order. */
  readonly entriesOf: (number: number) => readonly StoredEntry[];
  /** The number of the first candidate with this tree, or null. */
  readonly candidateWithTree: (tree: Hash) => number | null;
  /** Hash and sequence of the last entry; null when empty. */
  readonly head: () => { readonly sequence: number; readonly hash: Hash; readonly replay: Hash } | null;
  readonly close: () => void;
}
