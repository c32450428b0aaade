import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { commitName, folderPrefix, git, gitFault } from './git.ts';
import type { ImportRules } from './import-directory.ts';
import { checkContent, checkPath, excludedPaths, notAFile } from './import-directory.ts';
import { buildTree } from './tree.ts';

/**
 * Stores a folder of a commit as a tree, reading objects only: no checkout, no hook, no filter, no network, no program
 * that the repository's configuration names. Links, submodules, pointers of Git LFS, impossible paths and oversized files are errors as in
 * {@link importDirectory}.
 *
 * @param root folder inside the repository's work tree whose content becomes the tree
 */
export function importCommit(store: BlobStore, root: string, commit: string, rules: ImportRules): Hash {
  const excluded = excludedPaths(rules);
  const listed = listCommit(root, commit).filter(({ path }) => !excluded(path));
  checkListed(root, commit, listed);
  const contents = readObjects(root, listed);
  const files = listed.map(({ mode, path }, index) => {
    const bytes = contents[index]!;
    checkContent(path, bytes, rules);
    return { path, hash: store.put(bytes), executable: mode === '100755' };
  });
  return buildTree(store, files)!;
}

/** A commit is data that anyone may have written: git itself lists `..`, `.git` and a name twice without complaint. */
function checkListed(root: string, commit: string, listed: readonly ListedObject[]): void {
  if (listed.length === 0) throw gitFault(root, `commit ${commit} holds no file here`);
  const folders = new Set(listed.flatMap(({ path }) => foldersAbove(path)));
  const files = new Set<string>();
  for (const { mode, path } of listed) {
    checkPath(path);
    if (mode === '120000') throw notAFile(path, 'a symbolic link');
    if (mode === '160000') throw notAFile(path, 'a submodule');
    if (files.has(path) || folders.has(path)) throw gitFault(root, `commit ${commit} holds ${path} twice`);
    files.add(path);
  }
}

function foldersAbove(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join('/'));
}

interface ListedObject {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

function listCommit(root: string, commit: string): readonly ListedObject[] {
  const hash = commitName(root, commit);
  const prefix = folderPrefix(root);
  const rows = git(root, [
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    hash,
    ...(prefix === '' ? [] : ['--', prefix]),
  ]);
  return rows
    .toString()
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const tab = row.indexOf('\t');
      const [mode, , object] = row.slice(0, tab).split(' ') as [string, string, string];
      return { mode, object, path: row.slice(tab + 1 + prefix.length) };
    });
}

/** The bytes of many objects by one `git cat-file --batch`: a header line `<name> <type> <size>`, the bytes, a newline. */
function readObjects(root: string, listed: readonly ListedObject[]): readonly Buffer[] {
  const output = git(root, ['cat-file', '--batch'], {
    input: listed.map(({ object }) => `${object}\n`).join(''),
  });
  let position = 0;
  return listed.map(({ path }) => {
    const headerEnd = output.indexOf('\n', position);
    const [, type, size] = output.subarray(position, headerEnd).toString().split(' ');
    if (type !== 'blob') throw gitFault(root, `the repository does not hold the content of ${path}`);
    const bytes = output.subarray(headerEnd + 1, headerEnd + 1 + Number(size));
    position = headerEnd + 1 + bytes.length + 1;
    return bytes;
  });
}
