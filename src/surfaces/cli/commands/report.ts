import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LEDGER_FILE } from '../../../ledger/sqlite-ledger.ts';
import { writeReport } from '../../write-report.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum report`: writes the one-file report of a run, finished or not. */
export function reportCommand(reference: RunReference, target: string | null, output: Output): ExitCode {
  const directory = directoryOf(reference);
  const control = `${directory}-control`;
  const controlDirectory = existsSync(join(control, LEDGER_FILE)) ? control : null;
  const path = writeReport(directory, controlDirectory, target === null ? undefined : resolve(target));
  output.both({ type: 'report', path }, () => path);
  return EXIT_CODES.finished;
}
