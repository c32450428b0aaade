import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import { isFulcrumError } from '../../kernel/errors.ts';
import { isRunLocked } from '../../ledger/run-lock.ts';
import { LEDGER_FILE, readLedger } from '../../ledger/sqlite-ledger.ts';
import type { RunPlace } from './find-runs.ts';
import type { RunFold } from './run-fold.ts';
import { createRunFold } from './run-fold.ts';
import type { Standing } from './standing.ts';
import { standingBySnapshot } from './standing.ts';

/** A run that is read on as long as it is written, by whichever process. */
export interface FollowedRun {
  readonly place: RunPlace;
  readonly fold: () => RunFold;
  /** Where the run stands: by a snapshot while a long ledger is still being read. */
  readonly standing: () => Standing;
  /** For the content of candidates and single entries. @throws FulcrumError what `readLedger` throws */
  readonly ledger: () => Ledger;
  /** Why the run cannot be read, or not further; null while it can. */
  readonly fault: () => string | null;
  readonly isLive: () => boolean;
  /** Entries folded, and entries there were when that was last looked at. */
  readonly progress: () => { readonly read: number; readonly total: number };
  /** Resolves when everything that was there has been folded, or after this many milliseconds. */
  readonly caughtUp: (patience: number) => Promise<void>;
  /** Calls back after each piece that was folded. Returns how to end it. */
  readonly listen: (changed: () => void) => () => void;
  /** True while somebody listens. */
  readonly isWatched: () => boolean;
  readonly close: () => void;
}

/** From one look at the ledger to the next. */
const LOOK_MILLISECONDS = 80;
/** Nobody looks on and nobody writes. */
const IDLE_MILLISECONDS = 1000;
/** Entries that are read in less than a moment. */
const LONG_LEDGER = 3000;
/** Longest stretch of folding between which requests are answered. */
const SLICE_MILLISECONDS = 12;

/** Starts to follow a run. Nothing is thrown for a run that cannot be read: it says why. */
export function followRun(place: RunPlace): FollowedRun {
  const listeners = new Set<() => void>();
  const waiting = new Set<() => void>();
  let ledger: Ledger | null = null;
  let fold = createRunFold();
  let ahead: Standing | null = null;
  let fault: string | null = null;
  let read = 0;
  let total = 0;
  let file: number | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let soon: NodeJS.Immediate | null = null;

  const opened = (): Ledger => (ledger ??= readLedger(place.directory));
  const isLive = lockWatch(place.directory);

  const startOverWhenReplaced = (): void => {
    const now = statSync(join(place.directory, LEDGER_FILE), { throwIfNoEntry: false })?.ino ?? null;
    if (now === file) return;
    file = now;
    ledger?.close();
    ledger = null;
    fold = createRunFold();
    [read, total, fault, ahead] = [0, 0, null, null];
  };

  /** Folds for a moment; true when there is more at once. */
  const readOn = (): boolean => {
    total = Math.max(read, opened().head()?.sequence ?? 0);
    if (total === read) return false;
    if (read === 0 && total > LONG_LEDGER) ahead = standingBySnapshot(opened(), total);
    const until = performance.now() + SLICE_MILLISECONDS;
    for (const entry of opened().entries(read + 1)) {
      fold.observe(entry);
      read = entry.sequence;
      if (performance.now() >= until) break;
    }
    if (read >= total) ahead = null;
    return read < total;
  };

  const look = (): void => {
    const before = read;
    let more = false;
    try {
      startOverWhenReplaced();
      if (fault === null) more = readOn();
    } catch (error) {
      fault = faultText(error);
    }
    if (!more) {
      for (const done of waiting) done();
      waiting.clear();
    }
    if (read !== before) for (const changed of listeners) changed();
    if (closed) return;
    const calm = listeners.size === 0 && !isLive() ? IDLE_MILLISECONDS : LOOK_MILLISECONDS;
    if (more) soon = setImmediate(look);
    else timer = setTimeout(look, calm).unref();
  };
  lookNow();

  return {
    place,
    fold: () => fold,
    standing: () => ahead ?? { state: fold.state(), seconds: fold.seconds() },
    ledger: opened,
    fault: () => fault,
    isLive,
    progress: () => ({ read, total }),
    caughtUp: (patience) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(limit);
          waiting.delete(done);
          resolve();
        };
        const limit = setTimeout(done, patience);
        waiting.add(done);
        lookNow();
      }),
    listen: (changed) => {
      listeners.add(changed);
      lookNow();
      return () => void listeners.delete(changed);
    },
    isWatched: () => listeners.size > 0,
    close: () => {
      closed = true;
      clearTimers();
      for (const done of waiting) done();
      waiting.clear();
      ledger?.close();
      ledger = null;
    },
  };

  function lookNow(): void {
    if (closed) return;
    clearTimers();
    soon = setImmediate(look);
  }

  function clearTimers(): void {
    if (timer !== null) clearTimeout(timer);
    if (soon !== null) clearImmediate(soon);
  }
}

/** Looking at the lock opens a database: twice a second is enough. */
function lockWatch(directory: string): () => boolean {
  let locked = false;
  let until = 0;
  return () => {
    if (performance.now() < until) return locked;
    until = performance.now() + 500;
    try {
      locked = isRunLocked(directory);
    } catch {
      // Whoever cannot look at the lock of a copied run is told nothing of a writer.
      locked = false;
    }
    return locked;
  };
}

function faultText(error: unknown): string {
  if (isFulcrumError(error)) return `${error.facts.what} (${error.facts.code})`;
  return error instanceof Error ? error.message : String(error);
}
