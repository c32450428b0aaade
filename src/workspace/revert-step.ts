import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { changedFiles } from './changes.ts';
import { mergeThreeWay } from './three-way.ts';
import type { TreeFile } from './tree.ts';
import { buildTree, findFile, listFiles } from './tree.ts';

/** A tree as it would be had one step not been taken. */
export type RevertedStep =
  | { readonly kind: 'reverted'; readonly tree: Hash }
  /** What came later rests on what the step did to this file. */
  | { readonly kind: 'not-separable'; readonly path: string }
  /** The tree has nothing of the step. */
  | { readonly kind: 'undone' };

/**
 * Takes the change from `before` to `after` back from `tree`, which came of it: a three-way merge with `after` as the
 * common ancestor. A file that is no text is taken back as a whole or not at all.
 */
export function revertStep(store: BlobStore, before: Hash, after: Hash, tree: Hash): RevertedStep {
  const files = new Map([...listFiles(store, tree)].map((file) => [file.path, file]));
  for (const { path } of changedFiles(store, before, after)) {
    const versions = {
      base: findFile(store, after, path),
      ours: files.get(path) ?? null,
      theirs: findFile(store, before, path),
    };
    const merged = mergeFile(store, path, versions);
    if (merged === 'conflict') return { kind: 'not-separable', path };
    if (merged === null) files.delete(path);
    else files.set(path, merged);
  }
  const paths = [...files.keys()];
  // One version has a file where the other has a folder.
  const blocked = paths.find((path) => paths.some((other) => other.startsWith(`${path}/`)));
  if (blocked !== undefined) return { kind: 'not-separable', path: blocked };
  const reverted = buildTree(store, [...files.values()]);
  if (reverted === null) return { kind: 'not-separable', path: '.' };
  return reverted === tree ? { kind: 'undone' } : { kind: 'reverted', tree: reverted };
}

interface Versions {
  readonly base: TreeFile | null;
  readonly ours: TreeFile | null;
  readonly theirs: TreeFile | null;
}

function mergeFile(
  store: BlobStore,
  path: string,
  { base, ours, theirs }: Versions,
): TreeFile | null | 'conflict' {
  if (isSame(base, ours)) return theirs;
  if (isSame(ours, theirs)) return ours;
  if (base === null || ours === null || theirs === null) return 'conflict';
  const texts = [base, ours, theirs].map(({ hash }) => textOf(store, hash));
  const [common, own, other] = texts;
  if (common == null || own == null || other == null) return 'conflict';
  const merged = mergeThreeWay(common, own, other);
  if (merged === null) return 'conflict';
  const executable = ours.executable === base.executable ? theirs.executable : ours.executable;
  return { path, hash: store.put(new TextEncoder().encode(merged)), executable };
}

function isSame(left: TreeFile | null, right: TreeFile | null): boolean {
  return left?.hash === right?.hash && left?.executable === right?.executable;
}

/** Null where the bytes are not UTF-8. */
function textOf(store: BlobStore, hash: Hash): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(store.get(hash));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
