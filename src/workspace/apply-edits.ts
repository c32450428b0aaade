import type { Hash } from '../kernel/candidate.ts';
import type { FileEdit } from '../kernel/contracts/proposer.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import type { RefusalKind } from '../kernel/event.ts';
import { pathFault } from './paths.ts';
import type { TreeFile } from './tree.ts';
import { filesReplacedAt, withFile } from './tree.ts';

export interface EditRules {
  readonly editable: (path: string) => boolean;
  readonly maximumFileBytes: number;
}

export type Applied =
  | {
      readonly kind: 'tree';
      readonly tree: Hash;
      /** Bytes the editable files grew by. */ readonly growth: number;
    }
  | { readonly kind: 'refused'; readonly refusal: RefusalKind; readonly detail: string };

/**
 * The tree that a proposal's edits make of its parent's. All or nothing: one edit outside the editable paths refuses
 * the whole proposal, so protected files are the same in every candidate there will ever be.
 */
export function applyEdits(
  store: BlobStore,
  tree: Hash,
  edits: readonly FileEdit[],
  rules: EditRules,
): Applied {
  const fault = edits.map((edit) => editFault(edit, rules)).find((refusal) => refusal !== null);
  if (fault) return fault;
  let next: Hash | null = tree;
  let growth = 0;
  for (const edit of edits) {
    const replaced = replacedBy(store, next, edit);
    const shielded = replaced.find((file) => !rules.editable(file.path));
    if (shielded)
      return refused('protected-path', `${edit.path} would replace ${shielded.path}, which is protected`);
    const content = edit.content === null ? null : new TextEncoder().encode(edit.content);
    growth += (content?.length ?? 0) - bytesOf(store, replaced);
    next = withFile(store, next, edit.path, content);
  }
  if (next === null) return refused('invalid-edit', 'the edits remove every file');
  if (next === tree) return refused('no-change', 'the edits leave every file as it was');
  return { kind: 'tree', tree: next, growth };
}

/** The files an edit takes away: writing replaces what is in its way, removing takes only the file itself. */
function replacedBy(store: BlobStore, tree: Hash | null, { path, content }: FileEdit): readonly TreeFile[] {
  if (tree === null) return [];
  const files = filesReplacedAt(store, tree, path);
  return content === null ? files.filter((file) => file.path === path) : files;
}

function bytesOf(store: BlobStore, files: readonly TreeFile[]): number {
  return files.reduce((sum, file) => sum + store.get(file.hash).length, 0);
}

function editFault(edit: FileEdit, rules: EditRules): Applied | null {
  const fault = pathFault(edit.path);
  if (fault !== null) return refused('invalid-edit', `the path ${JSON.stringify(edit.path)} ${fault}`);
  if (!rules.editable(edit.path))
    return refused('protected-path', `${edit.path} is not among the editable paths`);
  const bytes = edit.content === null ? 0 : Buffer.byteLength(edit.content);
  if (bytes <= rules.maximumFileBytes) return null;
  return refused(
    'too-large',
    `${edit.path} would have ${bytes} bytes; the limit is ${rules.maximumFileBytes}`,
  );
}

function refused(refusal: RefusalKind, detail: string): Applied {
  return { kind: 'refused', refusal, detail };
}
