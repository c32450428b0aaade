import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import { canonicalJson } from '../kernel/json.ts';
import { importCommit } from '../workspace/import-commit.ts';
import { importDirectory } from '../workspace/import-directory.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { findFile, listFiles } from '../workspace/tree.ts';
import type { DefinedTask } from './define-task.ts';

/** A task with everything that decides about its candidates pinned by content. */
export interface FrozenTask extends DefinedTask {
  /** The unmodified workspace. */
  readonly tree: Hash;
  /** SHA-256 over the task, its workspace, its oracle and the oracle's data. */
  readonly hash: Hash;
}

/**
 * Imports the workspace into a store and hashes what the task rests on.
 *
 * @throws FulcrumError naming the field: globs that match nothing, a missing module, an oracle inside the workspace
 */
export function freezeTask(defined: DefinedTask, store: BlobStore): FrozenTask {
  const { task, directory } = defined;
  const root = join(directory, task.workspace.root);
  if (!existsSync(root)) throw missing('workspace.root', task.workspace.root);
  const { commit } = task.workspace;
  const tree =
    commit === null
      ? importDirectory(store, root, task.workspace)
      : importCommit(store, root, commit, task.workspace);
  checkEditable(store, tree, task.workspace.editable);
  if (findFile(store, tree, task.subject.module) === null)
    throw missing('subject.module', task.subject.module);
  const oracle = oracleFiles(defined);
  checkOracleHidden(
    store,
    tree,
    root,
    oracle.map(({ file }) => file),
  );
  const parts = { task, tree, oracle: oracle.map(({ name, hash }) => [name, hash]) };
  return { ...defined, tree, hash: sha256(canonicalJson(parts as unknown as Json)) };
}

interface OracleFile {
  readonly file: string;
  readonly name: string;
  readonly hash: Hash;
}

function oracleFiles({ task, directory }: DefinedTask): readonly OracleFile[] {
  const module = join(directory, task.oracle.module);
  if (!isFile(module)) throw missing('oracle.module', task.oracle.module);
  const data = task.oracle.data.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: directory })
      .filter((name) => isFile(join(directory, name)))
      .toSorted();
    if (found.length === 0) throw missing('oracle.data', pattern);
    return found.map((name) => join(directory, name));
  });
  return [module, ...data].map((file) => ({
    file,
    name: relative(directory, file),
    hash: sha256(readFileSync(file)),
  }));
}

function checkEditable(store: BlobStore, tree: Hash, editable: readonly string[]): void {
  const paths = [...listFiles(store, tree)].map((file) => file.path);
  for (const glob of editable) {
    if (!paths.some(pathMatcher([glob]))) throw missing('workspace.editable', glob);
  }
}

function checkOracleHidden(store: BlobStore, tree: Hash, root: string, files: readonly string[]): void {
  for (const file of files) {
    const inside = relative(realpathSync(root), realpathSync(file));
    if (findFile(store, tree, inside) === null) continue;
    throw new FulcrumError({
      code: 'FULCRUM_E_ORACLE_EXPOSED',
      domain: 'usage',
      what: 'a file of the oracle is part of the workspace, so every candidate could read it',
      where: inside,
      mend: 'Move it out of workspace.root or add it to workspace.exclude',
    });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function missing(field: string, value: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_TASK_MATCHES_NOTHING',
    domain: 'usage',
    what: `${field} names "${value}", which matches no file`,
    where: field,
    mend: 'Correct the path or glob; globs are relative to the workspace, modules to the task file',
  });
}

function sha256(bytes: string | Uint8Array): Hash {
  return createHash('sha256').update(bytes).digest('hex');
}
