import { z } from 'zod';
import type { WorkspaceView } from '../kernel/contracts/proposer.ts';
import type { BlockEdits } from '../workspace/edit-blocks.ts';
import { editsFromBlocks, editsFromFiles, editsFromPatch } from '../workspace/edit-blocks.ts';

/** The ways in which programs may state a change; one of them is given. */
export const statedChange = {
  edits: z.array(z.strictObject({ path: z.string(), content: z.string().nullable() })).optional(),
  patch: z.string().optional(),
  blocks: z.string().optional(),
};

export interface StatedChange {
  /** Whole files; null removes one. */
  readonly edits?: readonly { readonly path: string; readonly content: string | null }[] | undefined;
  /** A unified diff. */
  readonly patch?: string | undefined;
  /** Search/replace blocks, fenced whole files and diffs, as models write them. */
  readonly blocks?: string | undefined;
}

/** The edits a change comes to, applied strictly; null when it is not stated in exactly one way. */
export function readStatedChange(
  files: WorkspaceView,
  { edits, patch, blocks }: StatedChange,
): BlockEdits | null {
  const given = [edits, patch, blocks].filter((part) => part !== undefined);
  if (given.length !== 1) return null;
  if (edits !== undefined) return editsFromFiles(files, edits);
  return patch === undefined ? editsFromBlocks(files, blocks!) : editsFromPatch(files, patch);
}
