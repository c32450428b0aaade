import type { Hash } from '../candidate.ts';
import type { RunEvent, RunEventType } from '../event.ts';
import type { Json, JsonObject } from '../json.ts';
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

/** Something derived from every entry up to one, so that it need not be derived again. */
export interface Snapshot {
  /** The last entry it rests on. */
  readonly sequence: number;
  readonly body: Json;
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
  /** Entries of these types alone, in order, without reading what the others hold. */
  readonly entriesOfTypes: (types: readonly RunEventType[]) => readonly StoredEntry[];
  /** The number of the first candidate with this tree, or null. */
  readonly candidateWithTree: (tree: Hash) => number | null;
  /** Hash and sequence of the last entry; null when empty. */
  readonly head: () => { readonly sequence: number; readonly hash: Hash; readonly replay: Hash } | null;
  /**
   * Keeps derived data for the last entry, which has to be committed, in place of older ones. No part of the record: it
   * may be lost or removed at any time.
   */
  readonly keepSnapshot: (body: Json) => void;
  /** The snapshots that are whole and name an entry of this very chain, newest first. */
  readonly snapshots: () => Iterable<Snapshot>;
  readonly close: () => void;
}
