import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { materialise } from '../workspace/materialise.ts';
import { typeStripper } from './strip-types.ts';

/** Trees kept although nobody uses them just now. */
const KEPT = 64;

/** Candidates' files on disk, for as long as they are judged. */
export interface CandidateFiles {
  /** Folder in which each tree has one, named by its hash. */
  readonly directory: string;
  /** Writes a tree unless it is there; it stays until released as often as held. */
  readonly hold: (tree: Hash) => void;
  readonly release: (tree: Hash) => void;
  /** Removes everything. */
  readonly close: () => void;
}

/** Keeps trees on disk with types stripped, and removes the least recently used of those that nobody holds. */
export function candidateFiles(store: BlobStore, directory: string): CandidateFiles {
  // A run that was killed leaves its own behind.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const strip = typeStripper();
  const holders = new Map<Hash, number>();
  const idle = new Set<Hash>();

  const write = (tree: Hash): void => {
    // Renamed into place, so that no sandbox ever sees half a tree.
    const unfinished = join(directory, `.${tree}`);
    materialise(store, tree, unfinished, strip);
    renameSync(unfinished, join(directory, tree));
  };

  const remove = (tree: Hash): void => rmSync(join(directory, tree), { recursive: true, force: true });

  return {
    directory,
    hold: (tree) => {
      const held = holders.get(tree) ?? 0;
      if (held === 0 && !idle.delete(tree)) write(tree);
      holders.set(tree, held + 1);
    },
    release: (tree) => {
      const held = holders.get(tree)! - 1;
      if (held > 0) return void holders.set(tree, held);
      holders.delete(tree);
      idle.add(tree);
      if (idle.size <= KEPT) return;
      const oldest = idle.values().next().value!;
      idle.delete(oldest);
      remove(oldest);
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}
