import { appendFileSync, closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { FulcrumError, isFulcrumError } from '../../kernel/errors.ts';
import { annotationLines } from './github.ts';
import { csvLines } from './csv.ts';
import { jsonLines } from './json-lines.ts';
import { junitLines } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { RunExport } from './run-export.ts';
import { runSarif } from './sarif.ts';

/** Forms of a run that are one text. */
export const EXPORT_FORMATS = ['markdown', 'junit', 'sarif', 'csv', 'jsonl'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Names standard output in place of a file. */
export const STANDARD_OUTPUT = '-';

/** Writes a run in one form; see `writePieces`. */
export function writeExport(run: RunExport, format: ExportFormat, file: string): string {
  return writePieces(piecesOf(run, format), file);
}

/**
 * Writes a text, a piece at a time, in place of what is there; returns the path.
 *
 * @throws FulcrumError `FULCRUM_E_EXPORT_UNWRITABLE` when the file cannot be written
 */
export function writePieces(pieces: Iterable<string>, file: string): string {
  if (file === STANDARD_OUTPUT) {
    for (const piece of batched(pieces)) process.stdout.write(piece);
    return file;
  }
  const path = resolve(file);
  return guarded(path, () => {
    const handle = openSync(path, 'w');
    try {
      for (const piece of batched(pieces)) writeSync(handle, piece);
    } finally {
      closeSync(handle);
    }
  });
}

/**
 * Writes annotations to standard output and the job summary to the end of the file that GitHub Actions names for it.
 *
 * @returns that file
 * @throws FulcrumError `FULCRUM_E_GITHUB_SUMMARY_MISSING` outside of a job
 */
export function writeGithub(run: RunExport, environment: NodeJS.ProcessEnv): string {
  const summary = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary === '') throw noSummary();
  for (const line of annotationLines(run)) process.stdout.write(`${line}\n`);
  return guarded(summary, () => appendFileSync(summary, `${markdownReport(run)}\n`));
}

function piecesOf(run: RunExport, format: ExportFormat): Iterable<string> {
  switch (format) {
    case 'markdown':
      return [markdownReport(run)];
    case 'junit':
      return junitLines(run);
    case 'sarif':
      return [`${JSON.stringify(runSarif(run), null, 2)}\n`];
    case 'csv':
      return csvLines(run);
    case 'jsonl':
      return jsonLines(run);
  }
}

const BATCH = 1 << 16;

/** Fewer, longer pieces: a line is short, and a write takes a system call. */
function* batched(pieces: Iterable<string>): Generator<string> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

/** @throws FulcrumError `FULCRUM_E_EXPORT_UNWRITABLE` on what the system refuses */
export function guarded(path: string, write: () => void): string {
  try {
    write();
    return path;
  } catch (error) {
    if (isFulcrumError(error)) throw error;
    throw new FulcrumError({
      code: 'FULCRUM_E_EXPORT_UNWRITABLE',
      domain: 'usage',
      what: `the export cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      where: path,
      mend: 'Name a file in a folder that exists and may be written to; for a bundle, a new folder',
      cause: error,
    });
  }
}

function noSummary(): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_GITHUB_SUMMARY_MISSING',
    domain: 'usage',
    what: '--github was asked for outside of a job of GitHub Actions',
    where: 'environment variable GITHUB_STEP_SUMMARY',
    mend: 'Name a file in GITHUB_STEP_SUMMARY, or write --markdown instead',
  });
}
