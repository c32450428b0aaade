import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { pathFault, pathMatcher } from './paths.ts';
import type { TreeEntry } from './tree.ts';
import { putTree } from './tree.ts';

export interface ImportRules {
  /** Globs of paths left out; `.git`, `node_modules` and `.fulcrum` folders always are. */
  readonly exclude: readonly string[];
  readonly maximumFileBytes: number;
}

const ALWAYS_EXCLUDED = ['**/.git', '**/node_modules', '**/.fulcrum'];

/** The test for paths that stay out of every tree: those that a glob names, and all that lies below them. */
export function excludedPaths(rules: ImportRules): (path: string) => boolean {
  const matches = pathMatcher([...ALWAYS_EXCLUDED, ...rules.exclude]);
  return (path) => {
    const names = path.split('/');
    return names.some((_, depth) => matches(names.slice(0, depth + 1).join('/')));
  };
}

/**
 * Stores a folder as a tree. Regular files and folders only: a symbolic link, socket, pipe or device, or a file over
 * the limit, is an error that names it, because leaving it out silently would judge another program than the user's.
 * Empty folders are not kept.
 */
export function importDirectory(store: BlobStore, root: string, rules: ImportRules): Hash {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw notAFolder(root);
  const tree = importFolder(store, root, '', rules, excludedPaths(rules));
  if (tree !== null) return tree;
  throw new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_EMPTY',
    domain: 'usage',
    what: 'the workspace holds no file',
    where: root,
    mend: 'Set workspace.root to the folder with the code, or exclude less',
  });
}

function importFolder(
  store: BlobStore,
  root: string,
  folder: string,
  rules: ImportRules,
  excluded: (path: string) => boolean,
): Hash | null {
  const entries: TreeEntry[] = [];
  for (const name of readdirSync(join(root, folder)).toSorted()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (excluded(path)) continue;
    checkPath(path);
    const status = lstatSync(join(root, path));
    if (status.isDirectory()) {
      const hash = importFolder(store, root, path, rules, excluded);
      if (hash !== null) entries.push({ name, kind: 'folder', hash, executable: false });
    } else if (status.isFile()) {
      if (status.size > rules.maximumFileBytes) throw tooLarge(path, status.size, rules.maximumFileBytes);
      const bytes = readFileSync(join(root, path));
      checkContent(path, bytes, rules);
      const hash = store.put(bytes);
      entries.push({ name, kind: 'file', hash, executable: (status.mode & 0o100) !== 0 });
    } else {
      throw notAFile(path, status.isSymbolicLink() ? 'a symbolic link' : 'a special file');
    }
  }
  return entries.length === 0 ? null : putTree(store, entries);
}

/** @throws FulcrumError for a file over the limit, and for a pointer of Git LFS: the file it stands for is elsewhere. */
export function checkContent(path: string, bytes: Uint8Array, rules: ImportRules): void {
  if (bytes.length > rules.maximumFileBytes) throw tooLarge(path, bytes.length, rules.maximumFileBytes);
  if (!isLargeFilePointer(bytes)) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_LFS',
    domain: 'usage',
    what: 'the file is a pointer of Git LFS, not the content it stands for',
    where: path,
    mend: 'Add it to workspace.exclude, or run `git lfs pull` and import the folder without workspace.commit',
  });
}

/** By the Git LFS specification, version 1: text of under 1024 bytes whose first key is `version`. */
function isLargeFilePointer(bytes: Uint8Array): boolean {
  if (bytes.length >= 1024) return false;
  const text = Buffer.from(bytes).toString();
  return (
    /^version https:\/\/(?:git-lfs\.github|hawser\.github)\.com\/spec\/v1\n/.test(text) && /^oid /m.test(text)
  );
}

/** @throws FulcrumError for a path that cannot be written again on every machine, or that leaves the workspace. */
export function checkPath(path: string): void {
  const fault = pathFault(path);
  if (fault === null) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_PATH',
    domain: 'usage',
    what: `the path ${fault}`,
    where: JSON.stringify(path),
    mend: 'Rename the file or add it to workspace.exclude',
  });
}

function notAFolder(root: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_MISSING',
    domain: 'usage',
    what: 'the workspace is not a folder',
    where: root,
    mend: 'Set workspace.root to the folder with the code',
  });
}

function tooLarge(path: string, bytes: number, limit: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_FILE_TOO_LARGE',
    domain: 'usage',
    what: `the file has ${bytes} bytes and the limit is ${limit}`,
    where: path,
    mend: 'Add it to workspace.exclude or raise workspace.maximumFileBytes',
  });
}

export function notAFile(path: string, kind: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_SPECIAL_FILE',
    domain: 'usage',
    what: `${kind} cannot be part of a workspace`,
    where: path,
    mend: 'Replace it by a regular file or add it to workspace.exclude',
  });
}
