import type { FileEdit, WorkspaceView } from '../kernel/contracts/proposer.ts';
import type { WorkspaceSource } from '../kernel/task.ts';
import type { InboxEntry } from '../proposers/inbox/inbox.ts';
import { pathMatcher } from '../workspace/paths.ts';

/** A change with what it changes and who proposes it. */
export interface ProposedEntry extends Pick<InboxEntry, 'base' | 'summary' | 'author'> {
  readonly edits: readonly FileEdit[];
}

/** The entry a proposed change becomes: all editable files as it means them to be. */
export function inboxEntry(view: WorkspaceView, proposed: ProposedEntry): InboxEntry {
  return { version: 1, ...proposed, files: filesAfter(view, proposed.edits) };
}

/** Why edits that apply cannot be proposed all the same, or null. What would be refused later is refused on the spot. */
export function admissionFault(edits: readonly FileEdit[], workspace: WorkspaceSource): string | null {
  const editable = pathMatcher(workspace.editable);
  const foreign = edits.filter((edit) => !editable(edit.path)).map((edit) => edit.path);
  if (foreign.length > 0) return `it changes what is not editable: ${foreign.join(', ')}`;
  const large = edits.find(({ content }) => Buffer.byteLength(content ?? '') > workspace.maximumFileBytes);
  if (large !== undefined)
    return `${large.path} has more than the ${workspace.maximumFileBytes} bytes the task allows`;
  return edits.length === 0 ? 'it changes nothing' : null;
}

function filesAfter(base: WorkspaceView, edits: readonly FileEdit[]): { readonly [path: string]: string } {
  const files = new Map(base.editable().map((path) => [path, base.read(path)]));
  for (const { path, content } of edits) files.set(path, content);
  return Object.fromEntries([...files].filter((file): file is [string, string] => file[1] !== null));
}
