import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';

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
}

/** Told of every entry, old and new, with the state before and after it. */
export type EntryObserver = (entry: StoredEntry, before: RunState, after: RunState) => void;

export interface JournalParts {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly onEntry: (entry: StoredEntry) => void;
}

/** Folds what a ledger holds and goes on from there. Old and new entries go through the same observer. */
export function openJournal({ ledger, now, onEntry }: JournalParts, observe: EntryObserver): Journal {
  let state = emptyRunState;
  let elapsedBefore = 0;
  const fold = (entry: StoredEntry): void => {
    const before = state;
    state = foldRun(before, entry.event);
    observe(entry, before, state);
  };
  for (const entry of ledger.entries()) {
    fold(entry);
    elapsedBefore = Number(entry.observed['elapsedMilliseconds'] ?? elapsedBefore);
  }
  const started = now();
  const elapsedMilliseconds = (): number => Math.round(elapsedBefore + now() - started);

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
  };
  // One commit for many decisions: what a commit costs is waiting for the disk, not the rows.
  const flushSoon = (): void => {
    timer ??= setTimeout(() => {
      try {
        flush();
      } catch (error) {
        failure = { error };
      }
    }, GROUP_MILLISECONDS);
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
  };
}

/** Longest time a decision waits for others to be made durable with it. */
const GROUP_MILLISECONDS = 40;
