import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Hash } from '../kernel/candidate.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { MemoryEntry, NamedMemory } from '../kernel/memory.ts';
import { memoryDigest, memoryEntrySchema, writtenMemory } from './memory-entry.ts';
import { writeOnce } from './write-once.ts';

const tombstoneSchema = z.strictObject({
  version: z.literal(1),
  by: z.string().min(1),
  at: z.iso.datetime(),
  reason: z.string(),
});

/** That a person wants an entry shown to nobody any more. The entry stays, for the runs that were told. */
export type Tombstone = Readonly<z.infer<typeof tombstoneSchema>>;

export interface StoredMemory extends NamedMemory {
  readonly forgotten: Tombstone | null;
}

const ENTRY = /^([0-9a-f]{64})\.json$/;

/**
 * Adds an entry, whole or not at all; one that is there already is left as it is. Any number of runs may write at once.
 *
 * @returns its name
 */
export function addMemory(folder: string, entry: MemoryEntry): Hash {
  const digest = memoryDigest(entry);
  writeOnce(folder, `${digest}.json`, writtenMemory(entry));
  return digest;
}

/** Hides an entry from all later runs; the first tombstone stands. */
export function forgetMemory(folder: string, digest: Hash, tombstone: Tombstone): void {
  writeOnce(folder, tombstoneName(digest), canonicalJson(tombstone));
}

/**
 * Every entry there is, by name; none where there is no folder.
 *
 * @throws FulcrumError `FULCRUM_E_MEMORY_DAMAGED` on a file that is not what its name says
 */
export function listMemory(folder: string): readonly StoredMemory[] {
  if (!existsSync(folder)) return [];
  const digests = readdirSync(folder).flatMap((name) => ENTRY.exec(name)?.[1] ?? []);
  return digests.toSorted().map((digest) => {
    return { digest, entry: readEntry(folder, digest), forgotten: readTombstone(folder, digest) };
  });
}

function readEntry(folder: string, digest: Hash): MemoryEntry {
  const entry = readJson(folder, `${digest}.json`, memoryEntrySchema) as MemoryEntry;
  if (memoryDigest(entry) !== digest)
    throw damaged(join(folder, `${digest}.json`), 'its name is not its hash');
  return entry;
}

function readTombstone(folder: string, digest: Hash): Tombstone | null {
  const name = tombstoneName(digest);
  return existsSync(join(folder, name)) ? readJson(folder, name, tombstoneSchema) : null;
}

function readJson<Value>(folder: string, name: string, schema: z.ZodType<Value>): Value {
  const file = join(folder, name);
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw damaged(file, 'it cannot be read', cause);
  }
}

function tombstoneName(digest: Hash): string {
  return `${digest}.forgotten.json`;
}

function damaged(where: string, why: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_MEMORY_DAMAGED',
    domain: 'usage',
    what: `an entry of the memory is not as it was written: ${why}`,
    where,
    mend: 'Remove the file; runs that were told of the entry keep their own copy',
    cause,
  });
}
