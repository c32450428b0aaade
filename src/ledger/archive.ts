import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FulcrumError } from '../kernel/errors.ts';
import { LEDGER_FILE, readLedger } from './sqlite-ledger.ts';

/** Texts that travel with a ledger, by name. */
export type Enclosures = ReadonlyMap<string, string>;

/**
 * Writes a run's ledger into one file, as it is at this moment even while it is being written, with a few texts beside.
 *
 * @throws FulcrumError `FULCRUM_E_ARCHIVE_TARGET` when the file is there already
 */
export function exportLedger(directory: string, file: string, enclosures: Enclosures): void {
  readLedger(directory).close();
  if (existsSync(file))
    throw taken(file, 'FULCRUM_E_ARCHIVE_TARGET', 'the file to export to is there already');
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const source = new DatabaseSync(join(directory, LEDGER_FILE), { readOnly: true, timeout: 5000 });
  source.prepare('VACUUM INTO ?').run(partial);
  source.close();
  const archive = new DatabaseSync(partial);
  archive.exec('CREATE TABLE enclosures (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = archive.prepare('INSERT INTO enclosures VALUES (?, ?)');
  for (const [name, text] of enclosures) insert.run(name, text);
  archive.close();
  renameSync(partial, file);
}

/**
 * Makes a run directory of an exported file and returns the texts that came with it. What the file claims is for
 * `verifyLedger` to check.
 *
 * @throws FulcrumError `FULCRUM_E_ARCHIVE_INVALID` when the file is no exported run, `FULCRUM_E_RUN_EXISTS` when the
 *   directory holds one already
 */
export function importLedger(file: string, directory: string): Enclosures {
  const target = join(directory, LEDGER_FILE);
  if (existsSync(target)) throw taken(directory, 'FULCRUM_E_RUN_EXISTS', 'there is a run here already');
  mkdirSync(directory, { recursive: true });
  const partial = `${target}.partial`;
  try {
    copyFileSync(file, partial);
    const enclosures = unpack(partial);
    renameSync(partial, target);
    return enclosures;
  } catch (cause) {
    rmSync(partial, { force: true });
    throw invalid(file, cause);
  }
}

function unpack(partial: string): Enclosures {
  const archive = new DatabaseSync(partial);
  try {
    const rows = archive.prepare('SELECT name, text FROM enclosures ORDER BY name').all();
    archive.exec('DROP TABLE enclosures');
    return new Map(rows.map(({ name, text }) => [String(name), String(text)]));
  } finally {
    archive.close();
  }
}

function taken(where: string, code: `FULCRUM_E_${string}`, what: string): FulcrumError {
  return new FulcrumError({ code, domain: 'usage', what, where, mend: 'Name another one' });
}

function invalid(where: string, cause: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_ARCHIVE_INVALID',
    domain: 'usage',
    what: `the file is no exported run: ${cause instanceof Error ? cause.message : String(cause)}`,
    where,
    mend: 'Name a file that `fulcrum export` wrote, and export it again if it was damaged on its way',
    cause,
  });
}
