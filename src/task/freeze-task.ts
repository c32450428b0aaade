import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { AuditEvidence, OracleDigests } from '../kernel/attestation.ts';
import { oracleIdentity, taskIdentity } from '../kernel/attestation.ts';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { Json } from '../kernel/json.ts';
import type { Task } from '../kernel/task.ts';
import { importCommit } from '../workspace/import-commit.ts';
import { importDirectory } from '../workspace/import-directory.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { findFile, listFiles } from '../workspace/tree.ts';
import type { DefinedTask } from './define-task.ts';
import { readAudit } from './read-audit.ts';

/** A task with everything that decides about its candidates pinned by content. */
export interface FrozenTask extends DefinedTask {
  /** The unmodified workspace. */
  readonly tree: Hash;
  /** SHA-256 over the task, its workspace, its oracle and the oracle's data. */
  readonly hash: Hash;
  /** Every file the oracle is made of, and its audit, by content. */
  readonly oracle: OracleDigests;
  /** What its audit shows of each check. */
  readonly audit: AuditEvidence;
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
  checkModule(store, tree, task);
  const oracle = oracleFiles(defined);
  const files = oracle.map(({ file }) => file);
  checkOracleHidden(store, tree, root, files);
  checkTools(defined, files);
  const named = oracle.map(({ name, hash }) => [name, hash] as const);
  const { hash: auditHash, evidence: audit } = readAudit(defined, sha256(oracleIdentity(named)));
  const digests = { files: named, audit: auditHash };
  return { ...defined, tree, hash: sha256(taskIdentity(task, tree, digests)), oracle: digests, audit };
}

/** SHA-256 of every file the oracle is made of, by its path from the task file. */
export function oracleDigests(defined: DefinedTask): { readonly [name: string]: Hash } {
  return Object.fromEntries(oracleFiles(defined).map(({ name, hash }) => [name, hash]));
}

interface OracleFile {
  readonly file: string;
  readonly name: string;
  readonly hash: Hash;
}

/** A module must be there, unless it is built. */
function checkModule(store: BlobStore, tree: Hash, { subject, build }: Task): void {
  switch (subject.kind) {
    case 'node':
    case 'python': {
      const { module } = subject;
      if (findFile(store, tree, module) !== null || pathMatcher(build?.outputs ?? [])(module)) return;
      throw missing('subject.module', module);
    }
    case 'command':
    case 'artifact':
    case 'files':
      return;
  }
}

function oracleProgram({ task: { oracle }, directory }: DefinedTask): readonly string[] {
  if ('checks' in oracle) {
    const named = oracle.checks.flatMap(({ options }) => textsIn(options));
    const folders = oracle.checks.flatMap(({ options }) =>
      FOLDER_OPTIONS.flatMap((option) => textsIn(options[option] ?? null)),
    );
    const files = named.map((text) => resolve(directory, text)).filter(isFile);
    return [...new Set([...files, ...folders.flatMap((folder) => filesBelow(resolve(directory, folder)))])];
  }
  if ('module' in oracle) {
    const module = join(directory, oracle.module);
    if (!isFile(module)) throw missing('oracle.module', oracle.module);
    return [module];
  }
  const files = oracle.command.map((word) => resolve(directory, word)).filter(isFile);
  if (files.length === 0) throw missing('oracle.command', oracle.command.join(' '));
  return files;
}

/** Options of checks that name a folder whose files are the oracle's own. */
const FOLDER_OPTIONS = ['overlay', 'knownBad'];

/** None where there is no such folder, which the check itself says. */
function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return paths.map((path) => join(folder, path)).filter(isFile);
}

/** Every text in an option, however deep. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => textsIn(inner));
}

function oracleFiles(defined: DefinedTask): readonly OracleFile[] {
  const { task, directory } = defined;
  const data = task.oracle.data.flatMap((pattern) => {
    const found = globSync(pattern, { cwd: directory })
      .filter((name) => isFile(join(directory, name)))
      .toSorted();
    if (found.length === 0) throw missing('oracle.data', pattern);
    return found.map((name) => join(directory, name));
  });
  return [...oracleProgram(defined), ...data].map((file) => ({
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
    throw exposed('the workspace', inside, 'Move it out of workspace.root or add it to workspace.exclude');
  }
}

function checkTools({ task, directory }: DefinedTask, oracle: readonly string[]): void {
  for (const path of Object.values(task.build?.tools ?? {})) {
    const tool = resolve(directory, path);
    if (!existsSync(tool)) throw missing('build.tools', path);
    const shown = oracle.find((file) => `${realpathSync(file)}/`.startsWith(`${realpathSync(tool)}/`));
    if (shown !== undefined)
      throw exposed(`the tool ${path}`, relative(directory, shown), 'Show less as a tool, or move it away');
  }
}

function exposed(place: string, where: string, mend: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_ORACLE_EXPOSED',
    domain: 'usage',
    what: `a file of the oracle is part of ${place}, so every candidate could read it`,
    where,
    mend,
  });
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
