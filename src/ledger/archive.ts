import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FulcrumError, isFulcrumError } from '../kernel/errors.ts';
import type { RunFiles } from './archive-files.ts';
import { FILES_LIST, packFiles, unpackFiles } from './archive-files.ts';
import { LEDGER_FILE, readLedger } from './sqlite-ledger.ts';

/** Texts that travel with a ledger, by name. */
export type Enclosures = ReadonlyMap<string, string>;

/**
 * Writes a run's ledger into one file, as it is at this moment even while it is being written, with a few texts and the
 * files of its directory that it needs to go on. These are read after the ledger: they may know of more, never of less.
 * Only its owner may read the file, as some of what it holds is no candidate's business.
 *
 * @returns the paths of the files that went along
 * @throws FulcrumError `FULCRUM_E_ARCHIVE_TARGET` when the file is there already
 */
export function exportLedger(
  directory: string,
  file: string,
  enclosures: Enclosures,
  files: RunFiles,
): readonly string[] {
  readLedger(directory).close();
  if (existsSync(file))
    throw taken(file, 'FULCRUM_E_ARCHIVE_TARGET', 'the file to export to is there already');
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  copyDatabase(join(directory, LEDGER_FILE), partial);
  const archive = new DatabaseSync(partial);
  try {
    archive.exec('CREATE TABLE enclosures (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT');
    const insert = archive.prepare('INSERT INTO enclosures VALUES (?, ?)');
    const list = packFiles(archive, files);
    for (const [name, text] of [...enclosures, [FILES_LIST, list] as const]) insert.run(name, text);
    archive.close();
    renameSync(partial, file);
    return Object.keys(JSON.parse(list) as object);
  } catch (error) {
    if (archive.isOpen) archive.close();
    rmSync(partial, { force: true });
    throw error;
  }
}

/** One file of a database as it is at this moment, even while it is being written; replaces what is there. */
export function copyDatabase(from: string, to: string): void {
  rmSync(to, { force: true });
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5000 });
  try {
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
}

/**
 * Makes a run directory of an exported file and returns the texts that came with it. Files that came along are held
 * against the list of them; what the ledger claims is for `verifyLedger` to check.
 *
 * @param isRunFile whether a path is one of those that a run has
 * @throws FulcrumError `FULCRUM_E_ARCHIVE_INVALID` when the file is no exported run or was damaged on its way,
 *   `FULCRUM_E_RUN_EXISTS` when the directory holds one already, or what is left of one
 */
export function importLedger(
  file: string,
  directory: string,
  isRunFile: (path: string) => boolean,
): Enclosures {
  const target = join(directory, LEDGER_FILE);
  if (existsSync(target)) throw taken(directory, 'FULCRUM_E_RUN_EXISTS', 'there is a run here already');
  mkdirSync(directory, { recursive: true });
  const partial = `${target}.partial`;
  const folder = join(directory, 'import.partial');
  const clear = (): void =>
    [partial, folder].forEach((path) => rmSync(path, { recursive: true, force: true }));
  clear();
  try {
    copyFileSync(file, partial);
    mkdirSync(folder);
    const enclosures = unpack(partial, folder, isRunFile);
    const names = readdirSync(folder);
    const left = names.find((name) => existsSync(join(directory, name)));
    if (left !== undefined)
      throw taken(join(directory, left), 'FULCRUM_E_RUN_EXISTS', 'there is something of a run here already');
    for (const name of names) renameSync(join(folder, name), join(directory, name));
    rmSync(folder, { recursive: true });
    renameSync(partial, target);
    return enclosures;
  } catch (cause) {
    clear();
    throw isFulcrumError(cause) ? cause : invalid(file, cause);
  }
}

function unpack(partial: string, folder: string, isRunFile: (path: string) => boolean): Enclosures {
  const archive = new DatabaseSync(partial);
  try {
    const rows = archive.prepare('SELECT name, text FROM enclosures ORDER BY name').all();
    const enclosures = new Map(rows.map(({ name, text }) => [String(name), String(text)]));
    unpackFiles(archive, enclosures.get(FILES_LIST) ?? null, folder, isRunFile);
    archive.exec('DROP TABLE enclosures; VACUUM');
    return enclosures;
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
