import type { Author } from './authorship.ts';
import type { Hash } from './candidate.ts';
import type { Taint } from './data-block.ts';
import type { DecisionKind } from './decision.ts';

/** Something that was learned or said once and that later runs are told. Never changed; its name is the SHA-256 of its canonical JSON. */
export interface MemoryEntry {
  readonly version: 1;
  /** Plain text without secrets. Whoever wrote it, it reaches a model as data only. */
  readonly text: string;
  readonly origin: MemoryOrigin;
  /** ISO 8601 time of the decision or of the writing; null for a file. */
  readonly at: string | null;
  /** What the text was found to hold when it was written; sorted. */
  readonly taint: readonly Taint[];
}

/** Where an entry comes from. */
export type MemoryOrigin =
  | LessonOrigin
  | { readonly kind: 'person'; readonly name: string }
  /** As `AGENTS.md`: by its path from the task file. Never in the store, only in the runs that were told. */
  | { readonly kind: 'file'; readonly path: string };

/** A candidate that a run decided about. */
export interface LessonOrigin {
  readonly kind: 'run';
  /** Hash of the run's first entry, which no other run shares. */
  readonly run: Hash;
  readonly task: Hash;
  readonly candidate: number;
  readonly tree: Hash;
  readonly decision: DecisionKind;
  /** Visible score; null when there is none. */
  readonly score: number | null;
  /** Who described the change. */
  readonly proposer: string;
  readonly author: Author | null;
}

/** An entry with its name. */
export interface NamedMemory {
  readonly digest: Hash;
  readonly entry: MemoryEntry;
}

/** What a run is told of earlier ones: chosen once, before its first proposal, and part of its record. */
export interface RunMemory {
  /** The most telling first. */
  readonly entries: readonly NamedMemory[];
  readonly files: readonly NamedMemory[];
}

export const NO_MEMORY: RunMemory = { entries: [], files: [] };

/** In characters. Of a file, its beginning and its end are shown where it is longer than its share of a prompt. */
export const LONGEST_MEMORY = 2000;
