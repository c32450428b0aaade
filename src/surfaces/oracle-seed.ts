import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { Task } from '../kernel/task.ts';
import { readLedger } from '../ledger/sqlite-ledger.ts';

const SEED_FILE = 'oracle-seed';

export interface SeedSource {
  /** True when no proposer can write hostile code. */
  readonly allTrusted: boolean;
  /** Run directory whose seed is used, so that both runs ask the same questions; null for one of its own. */
  readonly questionsOf: string | null;
}

/**
 * The seed the oracle draws its inputs from, as hexadecimal text; kept beside the ledger until the run reveals it.
 *
 * A run whose proposers cannot write hostile code derives it from the task, so that the same seed gives the same run. Any
 * other draws it at random: a candidate that knows Fulcrum and the task must not know its questions.
 */
export function oracleSeed(directory: string, task: Task, taskHash: Hash, source: SeedSource): string {
  const file = join(directory, SEED_FILE);
  const known = readSeed(file);
  if (known !== null) return known;
  const seed = firstSeed(task, taskHash, source);
  writeFileSync(file, seed, { mode: 0o600, flush: true });
  return seed;
}

function firstSeed(task: Task, taskHash: Hash, { allTrusted, questionsOf }: SeedSource): string {
  const shared = questionsOf === null ? null : seedOf(questionsOf);
  if (shared !== null) return shared;
  if (!allTrusted) return randomBytes(32).toString('hex');
  return createHash('sha256').update(`oracle seed/${task.seed}/${taskHash}`).digest('hex');
}

/** Null where the other run has neither the file nor revealed its seed. */
function seedOf(directory: string): string | null {
  const ledger = readLedger(directory);
  try {
    return readSeed(join(directory, SEED_FILE)) ?? revealedSeed(ledger);
  } finally {
    ledger.close();
  }
}

function revealedSeed(ledger: Ledger): string | null {
  for (const { event } of ledger.entries()) if (event.type === 'seed-revealed') return event.oracleSeed;
  return null;
}

function readSeed(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The seed of a run that was started: from its file, or from the ledger once it was revealed.
 *
 * @throws FulcrumError `FULCRUM_E_ORACLE_SEED_MISSING` when neither has it
 */
export function readOracleSeed(directory: string, ledger: Ledger): string {
  const known = readSeed(join(directory, SEED_FILE)) ?? revealedSeed(ledger);
  if (known !== null) return known;
  throw new FulcrumError({
    code: 'FULCRUM_E_ORACLE_SEED_MISSING',
    domain: 'ledger',
    what: "the oracle's input seed is lost, so its questions cannot be asked again",
    where: join(directory, SEED_FILE),
    mend: 'Restore the file from a backup of the run directory',
  });
}
