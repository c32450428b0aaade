import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFiles } from '../ledger/archive-files.ts';
import { copyDatabase } from '../ledger/archive.ts';
import { BEGUN_FILE } from '../metering/recording/begun-calls.ts';
import { BODIES_FOLDER, LINES_FILE } from '../metering/recording/recording-line.ts';
import { RECORD_FILE } from '../oracle/held-out/keeping.ts';
import { KEPT_FOLDER } from '../proposers/llm/kept-files.ts';
import { RECORDING } from './model-door.ts';

const DIGEST = /^[0-9a-f]{64}$/;
const BODIES = `${RECORDING}/${BODIES_FOLDER}`;

/** In the order they have to be read while the run goes on: what is named, after what names it. */
const SINGLE_FILES = [`${RECORDING}/${BEGUN_FILE}`, `${RECORDING}/${LINES_FILE}`];
const DIGEST_FOLDERS = [BODIES, KEPT_FOLDER];

/**
 * What a run needs to go on elsewhere beside its ledger: what was read of held-out slices, what models were asked and
 * answered, the texts that later proposals rest on. Read as it is asked for, each as it is at that moment.
 */
export function* runFiles(directory: string): RunFiles {
  if (existsSync(join(directory, RECORD_FILE)))
    yield [RECORD_FILE, databaseBytes(join(directory, RECORD_FILE))];
  for (const path of SINGLE_FILES) {
    if (existsSync(join(directory, path))) yield [path, readFileSync(join(directory, path))];
  }
  for (const folder of DIGEST_FOLDERS) {
    if (!existsSync(join(directory, folder))) continue;
    for (const name of readdirSync(join(directory, folder)).toSorted()) {
      if (DIGEST.test(name)) yield [`${folder}/${name}`, readFileSync(join(directory, folder, name))];
    }
  }
}

/** Whether a path is one that `runFiles` gives. */
export function isRunFile(path: string): boolean {
  if (path === RECORD_FILE || SINGLE_FILES.includes(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return DIGEST.test(name) && DIGEST_FOLDERS.some((folder) => path === `${folder}/${name}`);
}

function databaseBytes(file: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-export-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    copyDatabase(file, copy);
    return readFileSync(copy);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
