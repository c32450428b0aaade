import type { Hash } from '../kernel/candidate.ts';
import type { WorkspaceView } from '../kernel/contracts/proposer.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { getTree, listFiles, readText } from './tree.ts';

/** Folders whose editable files are remembered; the least recently used goes first. */
const REMEMBERED = 8192;

/** Trees as proposers may read them. */
export type Viewer = (tree: Hash) => WorkspaceView;

/**
 * Shows trees of one store under one rule of what is editable. What a folder holds is remembered by its hash, so that
 * the list of a tree costs in proportion to what it does not share with those seen before.
 */
export function createViewer(store: BlobStore, editable: (path: string) => boolean): Viewer {
  const recent = new Map<string, readonly string[]>();

  const editableBelow = (tree: Hash, folder: string): readonly string[] => {
    const key = `${tree}/${folder}`;
    const paths =
      recent.get(key) ??
      getTree(store, tree).flatMap(({ name, kind, hash }) => {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (kind === 'folder') return editableBelow(hash, path);
        return editable(path) ? [path] : [];
      });
    recent.delete(key);
    recent.set(key, paths);
    if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value!);
    return paths;
  };

  return (tree) => ({
    editable: () => editableBelow(tree, '').toSorted(),
    read: (path) => readText(store, tree, path),
  });
}

/** Bytes in the editable files of a tree. */
export function editableBytes(store: BlobStore, tree: Hash, editable: (path: string) => boolean): number {
  let bytes = 0;
  for (const file of listFiles(store, tree)) if (editable(file.path)) bytes += store.get(file.hash).length;
  return bytes;
}
