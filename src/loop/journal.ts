import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { foldRun } from '../kernel/run-state.ts';
import { keepRunSnapshot, latestStart } from './run-snapshot.ts';
import type { Search } from './search.ts';
import { createStopwatch } from './stopwatch.ts';

/** An event on its way into the ledger, with what was observed beside it. */
export interface Note {
  readonly event: RunEvent;
  readonly observed?: JsonObject;
}

/** The ledger together with the state its entries fold to. Nothing changes the state but an entry that is durable. */
export interface Journal {
  readonly state: () => RunState;
  /** Seconds the run has been worked on, interruptions left out. */
  readonly elapsedSeconds: () => number;
  /** Writes the notes, all or none, and folds them. They are announced once they are durable, a moment later. */
  readonly record: (...notes: readonly Note[]) => void;
  /** Makes everything recorded durable and announces it, now. */
  readonly flush: () => void;
  /** Flushes, and leaves a snapshot behind from which the run opens again at once. */
  readonly close: () => void;
}

/** Told of every entry, old and new, with the state before and after it. */
export type EntryObserver = (entry: StoredEntry, before: RunState, after: RunState) => void;

export interface JournalParts {
  readonly ledger: Ledger;
  readonly version: string;
  readonly now: () => number;
  readonly onEntry: (entry: StoredEntry) => void;
}

/**
 * Folds what a ledger holds and goes on from there; from a snapshot, where there is one that fits. Old and new entries
 * go through the same search.
 */
export function openJournal({ ledger, version, now, onEntry }: JournalParts, search: Search): Journal {
  const start = latestStart(ledger, version);
  let state = start.run;
  let elapsedBefore = start.elapsedMilliseconds;
  search.restore(start.search);
  const fold = (entry: StoredEntry): void => {
    const before = state;
    state = foldRun(before, entry.event);
    search.observe(entry, before, state);
  };
  for (const entry of ledger.entries(start.sequence + 1)) {
    fold(entry);
    elapsedBefore = Number(entry.observed['elapsedMilliseconds'] ?? elapsedBefore);
  }
  const elapsedMilliseconds = createStopwatch(elapsedBefore, now);

  let snapshotAt = start.run.decided;
  let unannounced: StoredEntry[] = [];
  let timer: NodeJS.Timeout | null = null;
  let failure: { readonly error: unknown } | null = null;
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (failure !== null) throw failure.error;
    ledger.commit();
    const durable = unannounced;
    unannounced = [];
    for (const entry of durable) onEntry(entry);
    if (state.decided - snapshotAt >= SNAPSHOT_EVERY) keepSnapshot();
  };
  const keepSnapshot = (): void => {
    snapshotAt = state.decided;
    const parts = { run: state, search: search.memory(), elapsedMilliseconds: elapsedMilliseconds() };
    keepRunSnapshot(ledger, version, parts);
  };
  // One commit for many decisions: what a commit costs is waiting for the disk, not the rows.
  const flushSoon = (): void => {
    if (unannounced.length >= GROUP_ENTRIES) flush();
    else timer ??= setTimeout(flushLater, GROUP_MILLISECONDS);
  };
  const flushLater = (): void => {
    try {
      flush();
    } catch (error) {
      failure = { error };
    }
  };

  return {
    state: () => state,
    elapsedSeconds: () => elapsedMilliseconds() / 1000,
    record: (...notes) => {
      if (failure !== null) throw failure.error;
      const elapsed = elapsedMilliseconds();
      const entries = notes.map(({ event, observed }) => ({
        event,
        observed: { ...observed, elapsedMilliseconds: elapsed },
      }));
      for (const entry of ledger.stage(entries)) {
        fold(entry);
        unannounced.push(entry);
      }
      flushSoon();
    },
    flush,
    close: () => {
      flush();
      if (state.phase !== 'empty') keepSnapshot();
    },
  };
}

/** Longest time a decision waits for others to be made durable with it. */
const GROUP_MILLISECONDS = 40;

/** Most entries that wait so, however busy the event loop is. */
const GROUP_ENTRIES = 1000;

/** Decisions from one snapshot to the next: what a stopped run has to fold again at most. */
const SNAPSHOT_EVERY = 500;
