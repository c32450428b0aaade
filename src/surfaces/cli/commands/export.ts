import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFulcrumError } from '../../../kernel/errors.ts';
import { exportLedger } from '../../../ledger/archive.ts';
import { resultsTable } from '../../../report/results-table.ts';
import { oracleDigests } from '../../../task/freeze-task.ts';
import { loadTask, TASK_FILE } from '../../../task/load-task.ts';
import { runFiles } from '../../run-files.ts';
import { packageVersion } from '../../version.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { taskDirectoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/**
 * `fulcrum export`: one file with all of a run that its verification needs and that it needs to go on elsewhere, and the
 * task file beside. The oracle stays where it is: only the digests of its files go along, what it answered of held-out
 * slices, and its seed once the run has revealed it.
 */
export function exportCommand(reference: RunReference, file: string, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ directory, ledger, task }) => {
    const target = resolve(file);
    const about = { fulcrum: packageVersion(), task: task.name, head: ledger.head() };
    const enclosures = new Map([['export.json', text(about)], ...taskEnclosures(reference)]);
    const files = exportLedger(directory, target, enclosures, runFiles(directory));
    const names = [...enclosures.keys()];
    output.both({ type: 'exported', file: target, enclosures: names, files }, () => target);
    return EXIT_CODES.finished;
  });
}

/** `fulcrum export --results-tsv`: the run's candidates in the format of autoresearch, in place of what is there. */
export function exportResults(reference: RunReference, file: string, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ ledger }) => {
    const target = resolve(file);
    writeFileSync(target, resultsTable(ledger.entries()));
    output.both({ type: 'exported', file: target }, () => target);
    return EXIT_CODES.finished;
  });
}

/** The task file and the digests of its oracle, as far as they are here. */
function taskEnclosures(reference: RunReference): readonly (readonly [string, string])[] {
  const file = join(taskDirectoryOf(reference), TASK_FILE);
  if (!existsSync(file)) return [];
  return [[TASK_FILE, readFileSync(file, 'utf8')], ...oracleEnclosure(reference)];
}

function oracleEnclosure({ task }: RunReference): readonly (readonly [string, string])[] {
  try {
    return [['oracle.json', text(oracleDigests(loadTask(task)))]];
  } catch (error) {
    // The task was changed or moved since the run; its record is exported all the same.
    if (isFulcrumError(error) && error.facts.domain === 'usage') return [];
    throw error;
  }
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
