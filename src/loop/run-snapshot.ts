import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { Json } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun } from '../kernel/run-state.ts';
import type { SearchMemory } from './search.ts';

/** What all entries up to one come to. */
export interface RunSnapshot {
  /** The program that folded them: another may fold them differently. */
  readonly program: string;
  readonly run: RunState;
  readonly search: SearchMemory | null;
  readonly elapsedMilliseconds: number;
}

/** Where a fold starts. */
export interface FoldStart extends RunSnapshot {
  /** The last entry that is in it; 0 for none. */
  readonly sequence: number;
}

/** Raised when the meaning of a state changes and its fields do not. */
const MEANING = 3;

export function keepRunSnapshot(ledger: Ledger, version: string, parts: Omit<RunSnapshot, 'program'>): void {
  const snapshot: RunSnapshot = { program: programOf(version), ...parts };
  ledger.keepSnapshot(snapshot as unknown as Json);
}

/** The latest point from which this version can fold on: a snapshot of its own making, else the beginning. */
export function latestStart(ledger: Ledger, version: string): FoldStart {
  for (const start of usableSnapshots(ledger, version)) return start;
  return {
    program: programOf(version),
    sequence: 0,
    run: emptyRunState,
    search: null,
    elapsedMilliseconds: 0,
  };
}

/** The snapshots that this version made, newest first. */
export function* usableSnapshots(ledger: Ledger, version: string): Generator<FoldStart> {
  for (const { sequence, body } of ledger.snapshots()) {
    const snapshot = body as unknown as RunSnapshot;
    if (snapshot.program === programOf(version)) yield { ...snapshot, sequence };
  }
}

/** The state a ledger's entries fold to, in a time that does not grow with them where there is a snapshot. */
export function runStateOf(ledger: Ledger, version: string): RunState {
  return reachedState(ledger, version).state;
}

/** The same with the last entry that is in it; where a process writes, the ledger may have more by now. */
export function reachedState(
  ledger: Ledger,
  version: string,
): { readonly state: RunState; readonly sequence: number } {
  let { run: state, sequence } = latestStart(ledger, version);
  for (const entry of ledger.entries(sequence + 1)) {
    state = foldRun(state, entry.event);
    sequence = entry.sequence;
  }
  return { state, sequence };
}

function programOf(version: string): string {
  return [version, MEANING, ...Object.keys(emptyRunState)].join(' ');
}
