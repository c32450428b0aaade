import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';
import { LEDGER_FILE } from '../../../ledger/sqlite-ledger.ts';
import { resultsTable } from '../../../report/results-table.ts';
import { TASK_FILE } from '../../../task/load-task.ts';
import { controlDirectoryOf } from '../../run-directory.ts';
import { readExport } from '../../exports/read-export.ts';
import type { ExportFormat } from '../../exports/write-export.ts';
import {
  EXPORT_FORMATS,
  STANDARD_OUTPUT,
  writeExport,
  writeGithub,
  writePieces,
} from '../../exports/write-export.ts';
import { writeReport } from '../../write-report.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { directoryOf, taskDirectoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** Where each form goes; null where it is not wanted. */
export type ReportTargets = { readonly [format in ExportFormat]: string | null } & {
  readonly out: string | null;
  readonly resultsTsv: string | null;
  readonly oneFile: string | null;
  readonly bundle: string | null;
  readonly github: boolean;
};

/**
 * `fulcrum report`: writes a run, finished or not, in the forms that are asked for, the one-file report when none is.
 *
 * @throws FulcrumError `FULCRUM_E_REPORT_TARGETS` when several forms would mix on standard output
 */
export async function reportCommand(
  reference: RunReference,
  targets: ReportTargets,
  output: Output,
): Promise<ExitCode> {
  checkStandardOutput(targets, output);
  const say = (format: string, path: string): void => {
    if (path !== STANDARD_OUTPUT) output.both({ type: 'report', format, path }, () => path);
  };
  if (isExporting(targets)) await withRun(reference, (run) => writeExports(reference, run, targets, say));
  const directory = directoryOf(reference);
  const isCopied = await writeCopies(directory, targets, output, say);
  if (targets.out === null && (isCopied || isExporting(targets))) return EXIT_CODES.finished;
  const path = writeReport(
    directory,
    controlOf(directory),
    targets.out === null ? undefined : resolve(targets.out),
  );
  say('html', path);
  return EXIT_CODES.finished;
}

function writeExports(
  reference: RunReference,
  { directory, ledger }: OpenRun,
  targets: ReportTargets,
  say: (format: string, path: string) => void,
): void {
  const taskFile = relative(process.cwd(), join(taskDirectoryOf(reference), TASK_FILE))
    .split(sep)
    .join('/');
  const run = readExport(ledger, controlOf(directory), { taskFile, environment: process.env });
  for (const format of EXPORT_FORMATS) {
    const file = targets[format];
    if (file !== null) say(format, writeExport(run, format, file));
  }
  if (targets.resultsTsv !== null) {
    say('results-tsv', writePieces([resultsTable(ledger.entries())], targets.resultsTsv));
  }
  // Nothing else is said there: a runner reads every line of it.
  if (targets.github) writeGithub(run, process.env);
}

/** Returns whether any was asked for. */
async function writeCopies(
  directory: string,
  { oneFile, bundle }: ReportTargets,
  output: Output,
  say: (format: string, path: string) => void,
): Promise<boolean> {
  const wanted = [
    ['one-file', oneFile],
    ['bundle', bundle],
  ] as const;
  const control = controlOf(directory);
  for (const [kind, target] of wanted) {
    if (target === null) continue;
    const { writeCopy } = await import('../../exports/copy/write-copy.ts');
    const directories = [directory, ...(control === null ? [] : [control])];
    const { path, candidates } = await writeCopy(kind, directories, target);
    say(kind, path);
    const { full, all } = candidates;
    if (full < all)
      output.notice(
        `${full} of ${all} candidates are in it with details and changes: the winner’s path, whatever was kept, and the newest.`,
      );
  }
  return oneFile !== null || bundle !== null;
}

function controlOf(directory: string): string | null {
  const control = controlDirectoryOf(directory);
  return existsSync(join(control, LEDGER_FILE)) ? control : null;
}

function isExporting(targets: ReportTargets): boolean {
  return (
    targets.github || targets.resultsTsv !== null || EXPORT_FORMATS.some((format) => targets[format] !== null)
  );
}

function checkStandardOutput(targets: ReportTargets, { json }: Output): void {
  const formats = [...EXPORT_FORMATS, 'resultsTsv'] as const;
  const speaking = formats.filter((format) => targets[format] === STANDARD_OUTPUT);
  const voices = [...speaking, ...(targets.github ? ['github'] : []), ...(json ? ['json'] : [])];
  if (voices.length < 2) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_REPORT_TARGETS',
    domain: 'usage',
    what: 'several things were asked for on standard output',
    where: voices.map((voice) => `--${voice}`).join(', '),
    mend: 'Name files for all but one',
  });
}
