import type { Hash } from '../kernel/candidate.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';

/** An event as the table holds it. */
export interface EventRow {
  readonly sequence: number;
  readonly at: string;
  readonly type: string;
  readonly number: number | null;
  readonly tree: string | null;
  readonly event: string;
  readonly observed: string;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
  readonly replay: Uint8Array;
}

export function storedEntry(row: EventRow): StoredEntry {
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

/** An entry's values in the order of the columns. */
export type EventColumns = [
  number,
  string,
  string,
  number | null,
  string | null,
  string,
  string,
  Buffer,
  Buffer,
  Buffer,
];

export function rowOf(entry: StoredEntry): EventColumns {
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

/** The candidate or turn an event is about, by which its story is found without a scan; null where it is about the run. */
export function numberOf(event: RunEvent): number | null {
  if (event.type === 'candidate-proposed') return event.candidate.number;
  if (event.type === 'run-started' || event.type === 'baseline-judged') return 0;
  return 'number' in event ? event.number : null;
}

function treeOf(event: RunEvent): Hash | null {
  if (event.type === 'run-started') return event.baseline.tree;
  // Of a winner without one step: no candidate has it, and it is to stay.
  if (event.type === 'confirmation-judged') return event.tree;
  return event.type === 'candidate-proposed' ? event.candidate.tree : null;
}
