import { readFileSync, statSync } from 'node:fs';
import type { FileEdit, WorkspaceView } from '../kernel/contracts/proposer.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { WorkspaceSource } from '../kernel/task.ts';
import { editsFromBlocks } from '../workspace/edit-blocks.ts';
import { importDirectory } from '../workspace/import-directory.ts';
import { memoryStore } from '../workspace/memory-store.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { listFiles } from '../workspace/tree.ts';
import { createViewer } from '../workspace/view.ts';
import { admissionFault } from './inbox-entry.ts';

const MAXIMUM_CHANGE_BYTES = 64 * 2 ** 20;

/**
 * The edits that a person's change makes of a candidate. A folder is a copy of the whole workspace: an editable file that
 * is missing there is removed. A file is a unified diff, or search/replace blocks below their paths.
 *
 * @throws FulcrumError `FULCRUM_E_PROPOSED_CHANGE` naming every edit that cannot be made
 */
export function proposedEdits(
  path: string,
  base: WorkspaceView,
  workspace: WorkspaceSource,
): readonly FileEdit[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw fault(path, 'there is no such folder or file');
  const edits = status.isDirectory()
    ? editsOfFolder(path, base, workspace)
    : editsOfFile(path, status.size, base);
  const refusal = admissionFault(edits, workspace);
  if (refusal !== null) throw fault(path, refusal);
  return edits;
}

function editsOfFolder(path: string, base: WorkspaceView, workspace: WorkspaceSource): readonly FileEdit[] {
  const store = memoryStore();
  const tree = importDirectory(store, path, workspace);
  const own = createViewer(store, pathMatcher(workspace.editable))(tree);
  const present = listFiles(store, tree).map((file) => file.path);
  const removed = base.editable().filter((file) => own.read(file) === null);
  return [
    ...present.flatMap((file) => {
      const content = own.read(file);
      return content === base.read(file) ? [] : [{ path: file, content }];
    }),
    ...removed.map((file) => ({ path: file, content: null })),
  ];
}

function editsOfFile(path: string, bytes: number, base: WorkspaceView): readonly FileEdit[] {
  if (bytes > MAXIMUM_CHANGE_BYTES) throw fault(path, `it is larger than ${MAXIMUM_CHANGE_BYTES} bytes`);
  const made = editsFromBlocks(base, readFileSync(path, 'utf8'));
  if (made.kind === 'edits') return made.edits;
  throw fault(
    path,
    made.faults.map(({ path: file, what, hint }) => `${file ?? 'a block'}: ${what}. ${hint}`).join('\n'),
  );
}

function fault(path: string, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_PROPOSED_CHANGE',
    domain: 'usage',
    what: `the change cannot be proposed: ${what}`,
    where: path,
    mend: 'Give a copy of the workspace (`fulcrum best --write <folder>`) or a unified diff, changing editable files only',
  });
}
