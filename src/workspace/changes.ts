import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { TreeEntry } from './tree.ts';
import { getTree, listFiles } from './tree.ts';

export interface Change {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
}

/** The files that differ between two trees, in content or as programs, folder by folder. Costs in proportion to what changed: equal folders are skipped. */
export function changedFiles(store: BlobStore, before: Hash, after: Hash): readonly Change[] {
  return before === after ? [] : [...compare(store, before, after, '')];
}

function* compare(store: BlobStore, before: Hash, after: Hash, folder: string): Generator<Change> {
  const left = new Map(getTree(store, before).map((entry) => [entry.name, entry]));
  const right = new Map(getTree(store, after).map((entry) => [entry.name, entry]));
  for (const name of [...new Set([...left.keys(), ...right.keys()])].toSorted()) {
    yield* compareEntries(store, left.get(name), right.get(name), folder === '' ? name : `${folder}/${name}`);
  }
}

function* compareEntries(
  store: BlobStore,
  before: TreeEntry | undefined,
  after: TreeEntry | undefined,
  path: string,
): Generator<Change> {
  if (before !== undefined && after !== undefined && isSame(before, after)) return;
  if (before?.kind === 'folder' && after?.kind === 'folder')
    return yield* compare(store, before.hash, after.hash, path);
  if (before?.kind === 'file' && after?.kind === 'file') return yield { path, kind: 'changed' };
  if (before !== undefined) yield* wholly(store, before, path, 'removed');
  if (after !== undefined) yield* wholly(store, after, path, 'added');
}

function isSame(before: TreeEntry, after: TreeEntry): boolean {
  return before.hash === after.hash && before.kind === after.kind && before.executable === after.executable;
}

function* wholly(store: BlobStore, entry: TreeEntry, path: string, kind: Change['kind']): Generator<Change> {
  if (entry.kind === 'file') yield { path, kind };
  else for (const file of listFiles(store, entry.hash, path)) yield { path: file.path, kind };
}
