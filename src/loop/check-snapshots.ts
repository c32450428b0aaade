import type { Ledger } from '../kernel/contracts/ledger.ts';
import { isSameJson } from '../kernel/json.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import { usableSnapshots } from './run-snapshot.ts';
import type { SearchParts } from './search.ts';
import { createSearch } from './search.ts';

/** A snapshot beside what the entries up to it come to when they are folded from the first. */
export interface CheckedSnapshot {
  readonly sequence: number;
  readonly holds: boolean;
}

/** Folds the whole ledger once and compares every snapshot that a fold would start from. */
export function checkSnapshots(
  parts: SearchParts & { readonly ledger: Ledger },
  version: string,
): readonly CheckedSnapshot[] {
  const snapshots = new Map(
    [...usableSnapshots(parts.ledger, version)].map((snapshot) => [snapshot.sequence, snapshot]),
  );
  if (snapshots.size === 0) return [];
  const search = createSearch(parts);
  const checked: CheckedSnapshot[] = [];
  let state = emptyRunState;
  for (const entry of parts.ledger.entries()) {
    const before = state;
    state = foldRun(before, entry.event);
    search.observe(entry, before, state);
    const snapshot = snapshots.get(entry.sequence);
    if (snapshot === undefined) continue;
    const holds = isSameJson(snapshot.run, state) && isSameJson(snapshot.search, search.memory());
    checked.push({ sequence: entry.sequence, holds });
  }
  return checked;
}
