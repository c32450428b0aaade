import { execFileSync } from 'node:child_process';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { ImportRules } from './import-directory.ts';
import { excludedPaths, notAFile, tooLarge } from './import-directory.ts';
import { buildTree } from './tree.ts';

/**
 * Stores a folder of a commit as a tree, reading objects only: no checkout, no hook, no filter, no configuration of the
 * repository runs. Links, submodules and oversized files are errors as in {@link importDirectory}.
 *
 * @param root folder inside the repository's work tree whose content becomes the tree
 */
export function importCommit(store: BlobStore, root: string, commit: string, rules: ImportRules): Hash {
  const excluded = excludedPaths(rules);
  const listed = listCommit(root, commit).filter(({ path }) => !excluded(path));
  for (const { mode, path } of listed) {
    if (mode === '120000') throw notAFile(path, 'a symbolic link');
    if (mode === '160000') throw notAFile(path, 'a submodule');
  }
  const contents = readObjects(root, listed.map(({ object }) => object));
  const files = listed.map(({ mode, path }, index) => {
    const bytes = contents[index]!;
    if (bytes.length > rules.maximumFileBytes) throw tooLarge(path, bytes.length, rules.maximumFileBytes);
    return { path, hash: store.put(bytes), executable: mode === '100755' };
  });
  const tree = buildTree(store, files);
  if (tree !== null) return tree;
  throw gitFault(root, `commit ${commit} holds no file here`);
}

interface ListedObject {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

function listCommit(root: string, commit: string): readonly ListedObject[] {
  const hash = git(root, ['rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`]).toString().trim();
  const prefix = git(root, ['rev-parse', '--show-prefix']).toString().trim();
  const rows = git(root, ['ls-tree', '-r', '-z', '--full-tree', hash, '--', prefix === '' ? '.' : prefix]);
  return rows
    .toString()
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const [facts, path] = row.split('\t') as [string, string];
      const [mode, , object] = facts.split(' ') as [string, string, string];
      return { mode, object, path: path.slice(prefix.length) };
    });
}

/** The bytes of many objects by one `git cat-file --batch`: a header line `<name> <type> <size>`, the bytes, a newline. */
function readObjects(root: string, objects: readonly string[]): readonly Buffer[] {
  const output = git(root, ['cat-file', '--batch'], objects.map((object) => `${object}\n`).join(''));
  let position = 0;
  return objects.map(() => {
    const headerEnd = output.indexOf('\n', position);
    const size = Number(output.subarray(position, headerEnd).toString().split(' ')[2]);
    const bytes = output.subarray(headerEnd + 1, headerEnd + 1 + size);
    position = headerEnd + 1 + size + 1;
    return bytes;
  });
}

function git(root: string, parameters: readonly string[], input = ''): Buffer {
  try {
    return execFileSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...parameters], {
      cwd: root,
      maxBuffer: 2 ** 30,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw gitFault(root, detail, error);
  }
}

function gitFault(root: string, what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_WORKSPACE_GIT',
    domain: 'usage',
    what: `the commit cannot be read: ${what}`,
    where: root,
    mend: 'Check workspace.root and workspace.commit',
    cause,
  });
}
