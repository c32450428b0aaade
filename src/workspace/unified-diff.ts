import { formatPatch, structuredPatch } from 'diff';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Change } from './changes.ts';
import { changedFiles } from './changes.ts';
import type { TreeFile } from './tree.ts';
import { findFile } from './tree.ts';

/**
 * The change from one tree to another as a patch that `git apply` takes, folder by folder; empty when they are equal.
 * A file that is not UTF-8 text is only named, as `git diff` does without `--binary`.
 */
export function unifiedDiff(store: BlobStore, before: Hash, after: Hash): string {
  return changedFiles(store, before, after)
    .map((change) =>
      filePatch(store, change, findFile(store, before, change.path), findFile(store, after, change.path)),
    )
    .join('');
}

function filePatch(
  store: BlobStore,
  { path, kind }: Change,
  before: TreeFile | null,
  after: TreeFile | null,
): string {
  const oldText = textOf(store, before);
  const newText = textOf(store, after);
  const oldName = kind === 'added' ? '/dev/null' : `a/${path}`;
  const newName = kind === 'removed' ? '/dev/null' : `b/${path}`;
  if (oldText === null || newText === null) return `Binary files ${oldName} and ${newName} differ\n`;
  return formatPatch({
    ...structuredPatch(oldName, newName, oldText, newText, undefined, undefined, { context: 3 }),
    isGit: true,
    isCreate: kind === 'added',
    isDelete: kind === 'removed',
    ...modes(before, after),
  });
}

/** The modes a patch names: of a file that comes or goes, and of one that turns into a program or back. */
function modes(
  before: TreeFile | null,
  after: TreeFile | null,
): { readonly oldMode?: string; readonly newMode?: string } {
  if (before?.executable === after?.executable) return {};
  return { ...(before && { oldMode: modeOf(before) }), ...(after && { newMode: modeOf(after) }) };
}

function modeOf(file: TreeFile): string {
  return file.executable ? '100755' : '100644';
}

/** A file's text, empty where there is no file, null where its bytes are not text. */
function textOf(store: BlobStore, file: TreeFile | null): string | null {
  if (file === null) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(store.get(file.hash));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
