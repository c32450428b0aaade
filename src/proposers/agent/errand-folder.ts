import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../../kernel/candidate.ts';
import { materialise } from '../../workspace/materialise.ts';
import type { ProposerServices, ProposerWorkspace } from '../services.ts';

/** A folder of one proposal, for what its sandbox is shown. */
export interface ErrandFolder {
  /** The parent's files. */
  readonly tree: string;
  /** For the socket of its way out. */
  readonly network: string;
  readonly remove: () => void;
}

/** Lays out a parent's files where sandboxes can be shown them. Where that fails, nothing of the folder stays. */
export function makeErrandFolder(
  { sandboxes }: Pick<ProposerServices, 'sandboxes'>,
  { store }: Pick<ProposerWorkspace, 'store'>,
  tree: Hash,
): ErrandFolder {
  const scratch = sandboxes.scratch();
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(scratch, 'agent-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const made = { tree: join(folder, 'tree'), network: join(folder, 'n') };
  try {
    // Not through mkdtemp, whose folders are closed to others.
    chmodSync(folder, 0o755);
    mkdirSync(made.network);
    chmodSync(made.network, 0o755);
    materialise(store, tree, made.tree);
  } catch (error) {
    remove();
    throw error;
  }
  return { ...made, remove };
}
