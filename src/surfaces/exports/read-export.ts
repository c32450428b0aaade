import { redactSecrets } from '../../kernel/redact-secrets.ts';
import type { Ledger } from '../../kernel/contracts/ledger.ts';
import type { RunHistory } from '../../report/history.ts';
import { READABLE_EDITS, unifiedDiff } from '../../workspace/unified-diff.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import { packageVersion } from '../version.ts';
import { readHistory } from '../write-report.ts';
import { winnerOf } from './headline.ts';
import type { RunExport } from './run-export.ts';
import { foldExport } from './run-export.ts';

/** Reads a run and its control, where it has one, into what exports are made of. */
export function readExport(
  ledger: Ledger,
  controlDirectory: string | null,
  { taskFile, environment }: { readonly taskFile: string; readonly environment: NodeJS.ProcessEnv },
): RunExport {
  const secrets = environmentSecrets(environment);
  const folded = foldExport(ledger.entries(), secrets);
  return {
    ...folded,
    control: controlDirectory === null ? null : readHistory(controlDirectory),
    change: changeOf(ledger, folded.history, secrets),
    taskFile,
    version: packageVersion(),
  };
}

function changeOf(ledger: Ledger, history: RunHistory, secrets: readonly string[]): string {
  const winner = winnerOf(history);
  if (winner === null || history.baseline === null) return '';
  const diff = unifiedDiff(ledger, history.baseline.tree, winner.tree, { maxEditLength: READABLE_EDITS });
  return redactSecrets(diff, secrets).text;
}
