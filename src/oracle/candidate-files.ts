import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { changeFiles } from '../workspace/change-files.ts';
import type { FileTransform } from '../workspace/materialise.ts';
import { materialise } from '../workspace/materialise.ts';
import { listFiles } from '../workspace/tree.ts';
import { typeStripper } from './strip-types.ts';
import { linkTree } from './subject/link-tree.ts';

/** Trees kept although nobody uses them just now: so many, or fewer when they have so many files together. */
const KEPT_TREES = 64;
const KEPT_FILES = 10_000;

/** Candidates' files on disk, for as long as they are judged. */
export interface CandidateFiles {
  /** Folder in which each tree has one, named by its hash. */
  readonly directory: string;
  /** Puts a tree there unless it is; it stays until released as often as held. */
  readonly hold: (tree: Hash) => void;
  readonly release: (tree: Hash) => void;
  /** Removes everything. */
  readonly close: () => void;
}

/**
 * Keeps trees on disk with types stripped. The least recently used of those that nobody holds is turned into the next
 * one, so that a candidate costs in proportion to what it changes; while there are too few, a new one shares its files
 * with another by hard links.
 *
 * @param strip what becomes of the files on the way; types are stripped when it is left out
 * @param shared false where a candidate could write to its files: each tree is then written in full, and never reused
 */
export function candidateFiles(
  store: BlobStore,
  directory: string,
  shared: boolean,
  strip: FileTransform = typeStripper(),
): CandidateFiles {
  // A run that was killed leaves its own behind.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const holders = new Map<Hash, number>();
  const idle = new Set<Hash>();
  let kept: number | null = null;

  const place = (tree: Hash): string => join(directory, tree);

  const write = (tree: Hash): void => {
    // Renamed into place, so that no sandbox ever sees half a tree.
    const unfinished = join(directory, `.${tree}`);
    kept ??= keptTrees(store, tree);
    const [oldest] = idle;
    const [held] = holders.keys();
    const other = oldest ?? held;
    if (!shared || other === undefined) {
      materialise(store, tree, unfinished, strip);
    } else {
      if (oldest !== undefined && idle.size >= kept) {
        idle.delete(oldest);
        renameSync(place(oldest), unfinished);
      } else {
        linkTree(place(other), unfinished);
      }
      changeFiles(store, other, tree, unfinished, strip);
    }
    renameSync(unfinished, place(tree));
  };

  const forgetOldest = (): void => {
    const [oldest] = idle;
    idle.delete(oldest!);
    rmSync(place(oldest!), { recursive: true, force: true });
  };

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
      if (!shared && idle.size > KEPT_TREES) forgetOldest();
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Candidates have about as many files as the first of them. */
function keptTrees(store: BlobStore, tree: Hash): number {
  let files = 0;
  for (const _ of listFiles(store, tree)) files += 1;
  return Math.max(2, Math.min(KEPT_TREES, Math.floor(KEPT_FILES / files)));
}
