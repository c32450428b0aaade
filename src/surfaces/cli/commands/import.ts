import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { importLedger } from '../../../ledger/archive.ts';
import { lockRun } from '../../../ledger/run-lock.ts';
import { readLedger } from '../../../ledger/sqlite-ledger.ts';
import { isRunFile } from '../../run-files.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';

/** A file from elsewhere must not lead out of its folder. */
const NAME = /^[a-z]+\.(?:json|yaml)$/;

/**
 * `fulcrum import`: makes a run of an exported file, with the files it needs to go on; the texts that came with it lie in
 * `imported/` of the run directory.
 */
export function importCommand(reference: RunReference, file: string, output: Output): ExitCode {
  const directory = directoryOf(reference);
  mkdirSync(directory, { recursive: true });
  const lock = lockRun(directory);
  try {
    const enclosures = importLedger(resolve(file), directory, isRunFile);
    const beside = join(directory, 'imported');
    mkdirSync(beside, { recursive: true });
    for (const [name, text] of enclosures) if (NAME.test(name)) writeFileSync(join(beside, name), text);
  } finally {
    lock.release();
  }
  const ledger = readLedger(directory);
  const head = ledger.head();
  ledger.close();
  output.both({ type: 'imported', directory, head }, () =>
    [
      `run          ${directory}`,
      `ledger head  ${head?.hash ?? 'empty'}`,
      'next         fulcrum verify',
    ].join('\n'),
  );
  return EXIT_CODES.finished;
}
