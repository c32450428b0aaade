import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { foldRun } from '../../kernel/run-state.ts';
import { latestStart } from '../../loop/run-snapshot.ts';
import { packageVersion } from '../version.ts';

/** Where a run stands: all that has a fixed size however many candidates there are. */
export interface Standing {
  readonly state: RunState;
  /** At work, interruptions left out. */
  readonly seconds: number;
}

/** Entries behind the latest snapshot beyond which it saves too little. */
const MOST_BEHIND = 5000;

/** Where a run stands by its latest snapshot and the entries since; null where there is none near the end. */
export function standingBySnapshot(ledger: Ledger, total: number): Standing | null {
  const start = latestStart(ledger, packageVersion());
  if (start.sequence === 0 || total - start.sequence > MOST_BEHIND) return null;
  let state = start.run;
  let milliseconds = start.elapsedMilliseconds;
  for (const { event, observed } of ledger.entries(start.sequence + 1)) {
    state = foldRun(state, event);
    milliseconds = Number(observed['elapsedMilliseconds'] ?? milliseconds);
  }
  return { state, seconds: milliseconds / 1000 };
}
