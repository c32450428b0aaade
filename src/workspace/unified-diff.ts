import { createTwoFilesPatch } from 'diff';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { changedFiles } from './changes.ts';
import { readText } from './tree.ts';

/** The change from one tree to another as a unified diff, files in path order; empty when they are equal. */
export function unifiedDiff(store: BlobStore, before: Hash, after: Hash): string {
  return changedFiles(store, before, after)
    .map(({ path, kind }) =>
      createTwoFilesPatch(
        kind === 'added' ? '/dev/null' : `a/${path}`,
        kind === 'removed' ? '/dev/null' : `b/${path}`,
        readText(store, before, path) ?? '',
        readText(store, after, path) ?? '',
        undefined,
        undefined,
        { context: 3, headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
      ),
    )
    .join('');
}
