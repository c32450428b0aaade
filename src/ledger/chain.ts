import { createHash } from 'node:crypto';
import type { Hash } from '../kernel/candidate.ts';
import type { LedgerEntry, StoredEntry } from '../kernel/contracts/ledger.ts';
import { INTERRUPTION_EVENTS } from '../kernel/event.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';

/** The hash before the first entry. */
export const GENESIS: Hash = '0'.repeat(64);

/** Where a chain ends. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: Hash;
  readonly replay: Hash;
}

export const emptyChain: ChainHead = { sequence: 0, hash: GENESIS, replay: GENESIS };

/**
 * The entry that follows `head`. Its hash covers all of it and the hash before; its replay hash covers only what a rerun
 * must reproduce, so that two runs can be compared whatever the clock and the interruptions were.
 */
export function link(head: ChainHead, entry: LedgerEntry, at: string): StoredEntry {
  const sequence = head.sequence + 1;
  return {
    ...entry,
    sequence,
    at,
    previous: head.hash,
    hash: sha256([head.hash, sequence, at, entry.event, entry.observed]),
    replay: INTERRUPTION_EVENTS.has(entry.event.type) ? head.replay : sha256([head.replay, entry.event]),
  };
}

function sha256(parts: readonly unknown[]): Hash {
  return createHash('sha256')
    .update(canonicalJson(parts as Json))
    .digest('hex');
}
