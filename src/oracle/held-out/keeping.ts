import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import { isCounted } from '../../kernel/held-out.ts';
import type { HeldOutSlice } from '../../kernel/task.ts';
import type { ReadingRecord } from './reading-record.ts';
import { openReadingRecord } from './reading-record.ts';

/** Lies in the run directory. */
export const RECORD_FILE = 'held-out.sqlite';

/** True where an oracle has kept its record in this folder. */
export function hasHeldOutRecord(directory: string): boolean {
  return existsSync(join(directory, RECORD_FILE));
}

/** What an oracle process has to know to count the readings of held-out slices. */
export interface HeldOutOrder {
  /** File of the record that all processes of the oracle share. */
  readonly file: string;
  readonly slices: readonly HeldOutSlice[];
  /** Readings the ledger knows of, by slice: the record must not know of fewer. */
  readonly recorded: { readonly [slice: string]: number };
  /** Tree of the unmodified workspace. */
  readonly baseline: string;
}

/** The order for these slices; null where none of them is counted. */
export function heldOutOrder(
  slices: readonly HeldOutSlice[],
  directory: string,
  recorded: HeldOutOrder['recorded'],
  baseline: string,
): HeldOutOrder | null {
  const counted = slices.filter(isCounted);
  if (counted.length === 0) return null;
  return { file: join(directory, RECORD_FILE), slices: counted, recorded, baseline };
}

/**
 * Opens the oracle's own record of what it answered.
 *
 * @throws FulcrumError `FULCRUM_E_HELD_OUT_RECORD` when it knows of fewer readings than the ledger: they would be given
 *   away a second time
 */
export function openHeldOutRecord({ file, slices, recorded }: HeldOutOrder): ReadingRecord {
  const record = openRecord(file);
  for (const { name, answer } of slices) {
    const known = answer?.kind === 'thresholdout' ? record.spent(name) : record.readings(name);
    const told = recorded[name] ?? 0;
    if (known >= told) continue;
    record.close();
    throw broken(
      `it knows of ${known} readings of the held-out slice "${name}", the ledger of ${told}`,
      file,
    );
  }
  return record;
}

function openRecord(file: string): ReadingRecord {
  try {
    return openReadingRecord(file);
  } catch (error) {
    throw broken(`it cannot be opened: ${(error as Error).message}`, file, error);
  }
}

function broken(what: string, where: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_HELD_OUT_RECORD',
    domain: 'oracle',
    what: `The oracle's record of what was read of held-out slices cannot be relied on: ${what}`,
    where,
    mend: 'Restore this file of the run directory, or start a new run under another --name on items nobody was shown',
    cause,
  });
}
