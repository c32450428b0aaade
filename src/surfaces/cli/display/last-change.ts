import type { Hash } from '../../../kernel/candidate.ts';
import type { BlobStore } from '../../../kernel/contracts/store.ts';
import { unifiedDiff } from '../../../workspace/unified-diff.ts';

/** The change from one tree to another as a unified diff. */
export type ChangeOf = (before: Hash, after: Hash) => string;

export interface LastChange {
  /** Takes in the tree that is kept by now; null where there is none. */
  readonly follow: (tree: Hash | null) => void;
  /** Lines taken out and put in, below the paths they are in. */
  readonly lines: () => readonly string[];
}

/** Few lines of a change are shown, and the process that runs the loop may be the one that draws. */
const MOST_EDITS = 1000;

/** A change to be drawn: a file that was all but rewritten is only named, so that no candidate holds a run up. */
export function changeToDraw(store: BlobStore, before: Hash, after: Hash): string {
  return unifiedDiff(store, before, after, { maxEditLength: MOST_EDITS });
}

/** The last change of the incumbent, read when it is first to be shown. */
export function createLastChange(changeOf: ChangeOf | undefined): LastChange {
  let previous: Hash | null = null;
  let latest: Hash | null = null;
  let read: readonly string[] | null = [];
  return {
    follow(tree): void {
      if (tree === null || tree === latest) return;
      [previous, latest] = [latest, tree];
      read = null;
    },
    lines() {
      if (previous === null || latest === null || changeOf === undefined) return [];
      return (read ??= changedLines(changeOf(previous, latest)));
    },
  };
}

const MOST_CHANGED_LINES = 200;

/** What was taken out and put in, without what is around it, and the files that changed too much for that. */
function changedLines(patch: string): readonly string[] {
  return patch
    .split('\n', 10_000)
    .filter((line) => /^(?:[-+](?!--|\+\+ )|\+\+\+ |Files .* differ too much to be shown$)/.test(line))
    .map((line) => line.replace(/^\+\+\+ b\//, ''))
    .slice(0, MOST_CHANGED_LINES);
}
