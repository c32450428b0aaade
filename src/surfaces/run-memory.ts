import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { NamedMemory, RunMemory } from '../kernel/memory.ts';
import { NO_MEMORY } from '../kernel/memory.ts';
import { readLedger } from '../ledger/sqlite-ledger.ts';
import { tellingOutcomes } from '../loop/telling-outcomes.ts';
import { chooseMemory } from '../memory/choose-memory.ts';
import { lessonEntry } from '../memory/lesson-entry.ts';
import { memoryDigest, memoryEntry } from '../memory/memory-entry.ts';
import { addMemory, listMemory } from '../memory/memory-store.ts';
import { readRunMemory, writeRunMemory } from '../memory/run-memory.ts';
import { memoryNeeds } from '../proposers/memory-option.ts';
import type { DefinedTask } from '../task/define-task.ts';
import type { FrozenTask } from '../task/freeze-task.ts';
import { memoryDirectory } from './run-directory.ts';

/** What a run is told of earlier ones, with the name of the blob that says so; null when it is told nothing. */
export interface OpenedMemory {
  readonly blob: Hash | null;
  readonly memory: RunMemory;
}

/**
 * A new run chooses from the memory as it is now and from the files its task names; one that goes on, and one that is
 * compared with another or makes it again, are told what that one was told.
 *
 * @param questionsOf directory of the other run
 * @throws FulcrumError `FULCRUM_E_MEMORY_DAMAGED`; or, naming a file of the option `memory`, `FULCRUM_E_MEMORY_FILE`, and
 *   `FULCRUM_E_ORACLE_EXPOSED` when that is a file of the oracle
 */
export function openMemory(frozen: FrozenTask, ledger: Ledger, questionsOf: string | null): OpenedMemory {
  if (ledger.head() !== null) return recordedMemory(ledger);
  if (questionsOf === null) return keepIn(ledger, chosenMemory(frozen));
  const other = readLedger(questionsOf);
  try {
    return keepIn(ledger, recordedMemory(other).memory);
  } finally {
    other.close();
  }
}

/** Keeps what the decisions of a run have taught, where its proposers want that. Done again it adds nothing. */
export function rememberRun({ task, directory }: DefinedTask, ledger: Ledger): void {
  const { write } = memoryNeeds(task.proposers);
  const started = firstEntry(ledger);
  if (write === 0 || started === null) return;
  const run = { first: started.hash, task: started.event.taskHash };
  for (const { outcome, at } of tellingOutcomes(ledger, write)) {
    addMemory(memoryDirectory(directory), lessonEntry(outcome, run, at));
  }
}

function recordedMemory(ledger: Ledger): OpenedMemory {
  const blob = firstEntry(ledger)?.event.memory ?? null;
  return { blob, memory: blob === null ? NO_MEMORY : readRunMemory(ledger.get(blob)) };
}

function keepIn(ledger: Ledger, memory: RunMemory): OpenedMemory {
  if (memory.entries.length === 0 && memory.files.length === 0) return { blob: null, memory };
  return { blob: ledger.put(writeRunMemory(memory)), memory };
}

function chosenMemory(frozen: FrozenTask): RunMemory {
  const { task, directory } = frozen;
  const { read, files } = memoryNeeds(task.proposers);
  const stored = read === 0 ? [] : chooseMemory(listMemory(memoryDirectory(directory)), read);
  return {
    entries: stored.map(({ digest, entry }) => ({ digest, entry })),
    files: files.map((path) => fileEntry(frozen, path)),
  };
}

const LARGEST_FILE = 200_000;

function fileEntry({ directory, oracle }: FrozenTask, path: string): NamedMemory {
  const bytes = readBytes(resolve(directory, path), path);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (oracle.files.some(([, known]) => known === hash)) throw exposed(path);
  const entry = memoryEntry(textOf(bytes, path), { kind: 'file', path }, null);
  if (entry.text === '') throw badFile(path, 'it is empty');
  if (entry.text.length > LARGEST_FILE) throw badFile(path, `it is longer than ${LARGEST_FILE} characters`);
  return { digest: memoryDigest(entry), entry };
}

function readBytes(file: string, path: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw badFile(path, 'it cannot be read', cause);
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw badFile(path, 'it is no UTF-8 text', cause);
  }
}

function exposed(path: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_ORACLE_EXPOSED',
    domain: 'usage',
    what: 'a file of the oracle would be shown to every proposer',
    where: join('proposers.memory.files', path),
    mend: 'Leave it out',
  });
}

function badFile(path: string, why: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MEMORY_FILE',
    domain: 'usage',
    what: `a file that proposers are to be shown cannot be: ${why}`,
    where: join('proposers.memory.files', path),
    mend: 'Correct the path, which is relative to fulcrum.yaml, or leave the file out',
    cause,
  });
}

type Started = { readonly hash: Hash; readonly event: Extract<RunEvent, { type: 'run-started' }> };

function firstEntry(ledger: Ledger): Started | null {
  for (const { event, hash } of ledger.entriesOf(0)) if (event.type === 'run-started') return { event, hash };
  return null;
}
