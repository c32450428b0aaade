import { formatPatch, structuredPatch } from 'diff';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { Change } from './changes.ts';
import { changedFiles } from './changes.ts';
import type { TreeFile } from './tree.ts';
import { findFile } from './tree.ts';

/** `maxEditLength` of a patch that is made to be read, while others wait for the process that makes it. */
export const READABLE_EDITS = 2000;

interface UnifiedDiffOptions {
  /**
   * Lines removed and added in one file beyond which it is only named; no bound, if left out. The time that Myers'
   * algorithm takes grows with their square.
   */
  readonly maxEditLength?: number;
}

/**
 * The change from one tree to another as a patch that `git apply` takes, folder by folder; empty when they are equal.
 * A file that is not UTF-8 text is only named, as `git diff` does without `--binary`; so is one that changed more than
 * `maxEditLength` allows, in a line of its own form, and git then takes no such patch.
 */
export function unifiedDiff(
  store: BlobStore,
  before: Hash,
  after: Hash,
  { maxEditLength = Infinity }: UnifiedDiffOptions = {},
): string {
  return changedFiles(store, before, after)
    .map((change) => {
      const [old, fresh] = [findFile(store, before, change.path), findFile(store, after, change.path)];
      return filePatch(store, change, old, fresh, maxEditLength);
    })
    .join('');
}

function filePatch(
  store: BlobStore,
  { path, kind }: Change,
  before: TreeFile | null,
  after: TreeFile | null,
  maxEditLength: number,
): string {
  const oldText = textOf(store, before);
  const newText = textOf(store, after);
  const oldName = kind === 'added' ? '/dev/null' : `a/${path}`;
  const newName = kind === 'removed' ? '/dev/null' : `b/${path}`;
  if (oldText === null || newText === null) return `Binary files ${oldName} and ${newName} differ\n`;
  const options = { context: 3, maxEditLength };
  const patch = structuredPatch(oldName, newName, oldText, newText, undefined, undefined, options);
  if (patch === undefined) return `Files ${oldName} and ${newName} differ too much to be shown\n`;
  return formatPatch({
    ...patch,
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
