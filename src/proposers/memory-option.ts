import { z } from 'zod';
import type { NamedMemory, RunMemory } from '../kernel/memory.ts';
import type { ProposerSource } from '../kernel/task.ts';

/** What a proposer is told of earlier runs, and whether later ones are told of its own. */
export interface MemoryOption {
  /** Be told of entries of the memory. */
  readonly read: boolean;
  /** When the run ends, keep what its decisions taught. */
  readonly write: boolean;
  /** Most entries shown, and most kept of a run. */
  readonly entries: number;
  /** Files that are shown besides, as `AGENTS.md` or a skill; relative to the task file. */
  readonly files: readonly string[];
}

/** The option `memory` of proposers that read words; null, the default, neither reads nor writes. */
export const memoryOption = z
  .strictObject({
    read: z.boolean().default(true),
    write: z.boolean().default(true),
    entries: z.int().min(1).max(200).default(12),
    files: z.array(z.string().min(1)).max(20).default([]),
  })
  .nullable()
  .default(null);

/** The entries a proposer with this option is told, those that are files first. */
export function memoryEntries(
  option: MemoryOption | null,
  memory: RunMemory | undefined,
): readonly NamedMemory[] {
  if (option === null || memory === undefined) return [];
  const files = memory.files.filter(
    ({ entry: { origin } }) => origin.kind === 'file' && option.files.includes(origin.path),
  );
  return [...files, ...(option.read ? memory.entries.slice(0, option.entries) : [])];
}

/** What the proposers of a task want of the memory, all together. */
export interface MemoryNeeds {
  /** Entries that are read at most. */
  readonly read: number;
  /** Entries that are kept at most. */
  readonly write: number;
  readonly files: readonly string[];
}

/** Their options have been checked: what is no memory option here is none of theirs. */
export function memoryNeeds(sources: readonly ProposerSource[]): MemoryNeeds {
  const options = sources.flatMap(({ options: { memory } }) => memoryOption.safeParse(memory).data ?? []);
  const most = (wants: (option: MemoryOption) => boolean): number =>
    Math.max(0, ...options.filter(wants).map(({ entries }) => entries));
  return {
    read: most(({ read }) => read),
    write: most(({ write }) => write),
    files: [...new Set(options.flatMap(({ files }) => files))],
  };
}
