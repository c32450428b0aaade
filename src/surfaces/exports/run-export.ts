import { certify } from '../../acceptance/certificate/certificate.ts';
import type { Certificate } from '../../kernel/certificate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import { createHistoryRecorder } from '../../report/fold-history.ts';
import type { RunHistory } from '../../report/history.ts';
import type { CandidateRow } from './candidate-row.ts';
import { createRowRecorder } from './candidate-row.ts';

/** All that exports are made of. */
export interface RunExport {
  readonly history: RunHistory;
  readonly rows: readonly CandidateRow[];
  /** Null before the baseline was judged. */
  readonly certificate: Certificate | null;
  /** The run beside it that serves as its control; null when there was none. */
  readonly control: RunHistory | null;
  /** Unified diff from the baseline to the winner, without secrets; empty while the baseline stands. */
  readonly change: string;
  /** What the run is shown at, as a path from where the export is read: `fulcrum.yaml`. */
  readonly taskFile: string;
  readonly version: string;
}

/** Folds a run's entries once into what every export is made of. */
export function foldExport(
  entries: Iterable<StoredEntry>,
  secrets: readonly string[],
): Pick<RunExport, 'history' | 'rows' | 'certificate'> {
  const history = createHistoryRecorder();
  const rows = createRowRecorder(secrets);
  const certificate = certify(observed(entries, [history.observe, rows.observe]));
  return { history: history.history(), rows: rows.rows(), certificate };
}

function* observed(
  entries: Iterable<StoredEntry>,
  observers: readonly ((entry: StoredEntry) => void)[],
): Generator<StoredEntry> {
  for (const entry of entries) {
    for (const observe of observers) observe(entry);
    yield entry;
  }
}
