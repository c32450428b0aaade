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
  /** Writes the notes in one transaction, then folds and announces them. */
  readonly record: (...notes: readonly Note[]) => void;
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
  return {
    state: () => state,
    elapsedSeconds: () => elapsedMilliseconds() / 1000,
    record: (...notes) => {
      const elapsed = elapsedMilliseconds();
      const entries = notes.map(({ event, observed }) => ({
        event,
        observed: { ...observed, elapsedMilliseconds: elapsed },
      }));
      for (const entry of ledger.append(entries)) {
        fold(entry);
        onEntry(entry);
      }
    },
  };
}
