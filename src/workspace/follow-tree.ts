import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { getTree } from './tree.ts';

/** Marks a tree and every blob it is made of. What was marked before is not looked into again. */
export function followTree(store: BlobStore, tree: Hash, mark: (hash: Hash) => boolean): void {
  if (!mark(tree)) return;
  for (const { kind, hash } of getTree(store, tree)) {
    if (kind === 'folder') followTree(store, hash, mark);
    else mark(hash);
  }
}
