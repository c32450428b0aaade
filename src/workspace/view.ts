import type { Hash } from '../kernel/candidate.ts';
import type { WorkspaceView } from '../kernel/contracts/proposer.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { listFiles, readText } from './tree.ts';

/** A tree as a proposer may read it. */
export function viewTree(store: BlobStore, tree: Hash, editable: (path: string) => boolean): WorkspaceView {
  return {
    editable: () =>
      [...listFiles(store, tree)]
        .map((file) => file.path)
        .filter((path) => editable(path))
        .toSorted(),
    read: (path) => readText(store, tree, path),
  };
}

/** Bytes in the editable files of a tree. */
export function editableBytes(store: BlobStore, tree: Hash, editable: (path: string) => boolean): number {
  let bytes = 0;
  for (const file of listFiles(store, tree)) if (editable(file.path)) bytes += store.get(file.hash).length;
  return bytes;
}
