import { createHash } from 'node:crypto';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { canonicalJson } from '../kernel/json.ts';
import { changedFiles } from './changes.ts';
import type { TreeFile } from './tree.ts';
import { findFile } from './tree.ts';

/**
 * Names a change whatever it is shown as: SHA-256 over the canonical JSON of its files, folder by folder, each as
 * `[path, before, after]` with `[blob, executable]` or null for no file.
 */
export function changeDigest(store: BlobStore, before: Hash, after: Hash): Hash {
  const files = changedFiles(store, before, after).map(({ path }) => [
    path,
    contentOf(findFile(store, before, path)),
    contentOf(findFile(store, after, path)),
  ]);
  return createHash('sha256').update(canonicalJson(files)).digest('hex');
}

function contentOf(file: TreeFile | null): readonly [Hash, boolean] | null {
  return file === null ? null : [file.hash, file.executable];
}
