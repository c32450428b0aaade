import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { canonicalJson } from '../kernel/json.ts';

/** A name in a folder. Folders are trees of their own, so that a change costs only the folders above it. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly hash: Hash;
  readonly executable: boolean;
}

export interface TreeFile {
  /** Path from the root, with `/`. */
  readonly path: string;
  readonly hash: Hash;
  readonly executable: boolean;
}

/** Stores a folder's entries and returns the tree's hash. Order does not matter; equal folders are one tree. */
export function putTree(store: BlobStore, entries: readonly TreeEntry[]): Hash {
  const rows = entries
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((entry) => [entry.name, entry.kind, entry.hash, entry.executable]);
  return store.put(new TextEncoder().encode(canonicalJson(rows)));
}

export function getTree(store: BlobStore, tree: Hash): readonly TreeEntry[] {
  const rows = JSON.parse(new TextDecoder().decode(store.get(tree))) as [
    string,
    TreeEntry['kind'],
    Hash,
    boolean,
  ][];
  return rows.map(([name, kind, hash, executable]) => ({ name, kind, hash, executable }));
}

/** Every file below a tree, folder by folder, names in UTF-16 order. */
export function* listFiles(store: BlobStore, tree: Hash, folder = ''): Generator<TreeFile> {
  for (const entry of getTree(store, tree)) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.kind === 'folder') yield* listFiles(store, entry.hash, path);
    else yield { path, hash: entry.hash, executable: entry.executable };
  }
}

/** One file by its path, or null when the tree has none there. */
export function findFile(store: BlobStore, tree: Hash, path: string): TreeFile | null {
  let folder = tree;
  const names = path.split('/');
  for (const [depth, name] of names.entries()) {
    const entry = getTree(store, folder).find((candidate) => candidate.name === name);
    if (entry === undefined) return null;
    const last = depth === names.length - 1;
    if (last) return entry.kind === 'file' ? { path, hash: entry.hash, executable: entry.executable } : null;
    if (entry.kind === 'file') return null;
    folder = entry.hash;
  }
  return null;
}

/** Stores a whole list of files as a tree, each folder once; null when there is none. */
export function buildTree(store: BlobStore, files: readonly TreeFile[]): Hash | null {
  if (files.length === 0) return null;
  const folders = Map.groupBy(files, ({ path }) =>
    path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
  );
  const entries: TreeEntry[] = [];
  for (const [folder, inside] of folders) {
    if (folder === '') {
      for (const { path, hash, executable } of inside)
        entries.push({ name: path, kind: 'file', hash, executable });
    } else {
      const below = inside.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) }));
      entries.push({ name: folder, kind: 'folder', hash: buildTree(store, below)!, executable: false });
    }
  }
  return putTree(store, entries);
}

/**
 * The files that writing a file at this path replaces: the one that is there, a file in the way of a folder, or all
 * that a folder of this name holds.
 */
export function filesReplacedAt(store: BlobStore, tree: Hash, path: string): readonly TreeFile[] {
  let folder = tree;
  const names = path.split('/');
  for (const [depth, name] of names.entries()) {
    const entry = getTree(store, folder).find((candidate) => candidate.name === name);
    if (entry === undefined) return [];
    const here = names.slice(0, depth + 1).join('/');
    if (entry.kind === 'file') return [{ path: here, hash: entry.hash, executable: entry.executable }];
    folder = entry.hash;
  }
  return [...listFiles(store, folder, path)];
}

/** A file's text, or null when the tree has none there. A byte order mark stays part of it. */
export function readText(store: BlobStore, tree: Hash, path: string): string | null {
  const file = findFile(store, tree, path);
  return file === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(store.get(file.hash));
}

/**
 * The tree with one file written, or removed where `content` is null. Folders that become empty go; a new file is not
 * executable, a changed one stays as it was. Writing replaces a file in the way of a folder, and a folder in the way of
 * the file; removing takes away a file at this very path and nothing else.
 */
export function withFile(
  store: BlobStore,
  tree: Hash | null,
  path: string,
  content: Uint8Array | null,
): Hash | null {
  const [name, ...rest] = path.split('/') as [string, ...string[]];
  const entries = tree === null ? [] : getTree(store, tree);
  const existing = entries.find((entry) => entry.name === name);
  const others = entries.filter((entry) => entry.name !== name);
  const entry =
    rest.length === 0
      ? fileEntry(store, name, existing, content)
      : folderEntry(store, name, existing, rest.join('/'), content);
  const next = entry === null ? others : [...others, entry];
  return next.length === 0 ? null : putTree(store, next);
}

function fileEntry(
  store: BlobStore,
  name: string,
  existing: TreeEntry | undefined,
  content: Uint8Array | null,
): TreeEntry | null {
  if (content === null) return existing?.kind === 'folder' ? existing : null;
  return { name, kind: 'file', hash: store.put(content), executable: existing?.executable ?? false };
}

function folderEntry(
  store: BlobStore,
  name: string,
  existing: TreeEntry | undefined,
  rest: string,
  content: Uint8Array | null,
): TreeEntry | null {
  if (content === null && existing?.kind !== 'folder') return existing ?? null;
  const folder = existing?.kind === 'folder' ? existing.hash : null;
  const hash = withFile(store, folder, rest, content);
  return hash === null ? null : { name, kind: 'folder', hash, executable: false };
}
