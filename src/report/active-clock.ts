import type { StoredEntry } from '../kernel/contracts/ledger.ts';

export interface ActiveClock {
  readonly observe: (entry: Pick<StoredEntry, 'at' | 'event'>) => void;
  /** Seconds from the first entry to the last, without the gaps that a resume closed. */
  readonly seconds: () => number;
  readonly startedAt: () => string | null;
  readonly endedAt: () => string | null;
}

/**
 * Adds up the time a run was at work from the times its entries were written.
 *
 * @param earlier what was counted before, for a run that goes on
 */
export function createClock(earlier?: { readonly seconds: number; readonly endedAt: string }): ActiveClock {
  let startedAt: string | null = null;
  let endedAt: string | null = earlier?.endedAt ?? null;
  let milliseconds = (earlier?.seconds ?? 0) * 1000;
  return {
    observe({ at, event }) {
      startedAt ??= at;
      const passed = Date.parse(at) - Date.parse(endedAt ?? at);
      if (event.type !== 'run-resumed' && passed > 0) milliseconds += passed;
      endedAt = at;
    },
    seconds: () => milliseconds / 1000,
    startedAt: () => startedAt,
    endedAt: () => endedAt,
  };
}
