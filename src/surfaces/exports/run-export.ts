import { certify } from '../../acceptance/certificate/certificate.ts';
import type { Certificate } from '../../kernel/certificate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import { createHistoryRecorder } from '../../report/fold-history.ts';
import type { RunHistory } from '../../report/history.ts';
import type { CandidateRow } from './candidate-row.ts';
import { createRowRecorder } from './candidate-row.ts';
import { redactedEvent } from './redacted-event.ts';

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
  /** Known ones, taken out of every text whatever shape they have. */
  readonly secrets: readonly string[];
}

/** Folds a run's entries once into what every export is made of. */
export function foldExport(
  entries: Iterable<StoredEntry>,
  secrets: readonly string[],
): Pick<RunExport, 'history' | 'rows' | 'certificate' | 'secrets'> {
  const history = createHistoryRecorder();
  const rows = createRowRecorder();
  const observe = (entry: StoredEntry): void => {
    const clean = { ...entry, event: redactedEvent(entry.event, secrets) };
    history.observe(clean);
    rows.observe(clean);
  };
  const certificate = certify(observed(entries, observe));
  return { history: history.history(), rows: rows.rows(), certificate, secrets };
}

function* observed(
  entries: Iterable<StoredEntry>,
  observe: (entry: StoredEntry) => void,
): Generator<StoredEntry> {
  for (const entry of entries) {
    observe(entry);
    yield entry;
  }
}
