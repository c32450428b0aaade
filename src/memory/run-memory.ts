import { z } from 'zod';
import { FulcrumError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { MemoryEntry, NamedMemory, RunMemory } from '../kernel/memory.ts';
import { memoryDigest, memoryEntrySchema } from './memory-entry.ts';

const schema = z.strictObject({
  version: z.literal(1),
  entries: z.array(memoryEntrySchema),
  files: z.array(memoryEntrySchema),
});

/** What a run is told, as bytes: the same entries in the same order give the same ones. */
export function writeRunMemory({ entries, files }: RunMemory): Uint8Array {
  const plain = (list: readonly NamedMemory[]): Json => list.map(({ entry }) => entry) as unknown as Json;
  return new TextEncoder().encode(
    canonicalJson({ version: 1, entries: plain(entries), files: plain(files) }),
  );
}

/** @throws FulcrumError `FULCRUM_E_MEMORY_DAMAGED` when `writeRunMemory` did not write it */
export function readRunMemory(bytes: Uint8Array): RunMemory {
  try {
    const { entries, files } = schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return { entries: entries.map(named), files: files.map(named) };
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_MEMORY_DAMAGED',
      domain: 'ledger',
      what: 'what the run was told of earlier ones cannot be read',
      where: 'ledger, run-started.memory',
      mend: 'Check the run with `fulcrum verify`',
      cause,
    });
  }
}

function named(entry: unknown): NamedMemory {
  const known = entry as MemoryEntry;
  return { digest: memoryDigest(known), entry: known };
}
