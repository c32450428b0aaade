import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { Change } from './changes.ts';
import { changedFiles } from './changes.ts';
import { commitName, folderPrefix, git, gitFault, gitLine } from './git.ts';
import { importCommit } from './import-commit.ts';
import type { ImportRules } from './import-directory.ts';
import { findFile } from './tree.ts';

export interface ChangeOrder {
  /** Folder of a repository that corresponds to the root of both trees. */
  readonly root: string;
  /** Revision the new commit is put on. It must hold `before` in that folder. */
  readonly onto: string;
  readonly before: Hash;
  readonly after: Hash;
  /** The rules `before` was imported with. */
  readonly rules: ImportRules;
  /** Name of the branch to make, without `refs/heads/`. */
  readonly branch: string;
  readonly message: string;
  /** `Name <address>`; null takes what the repository is configured with. */
  readonly author: string | null;
}

export interface ChangeCommit {
  readonly commit: string;
  readonly parent: string;
  readonly changes: readonly Change[];
}

/**
 * Puts the change from one tree to another on a new branch, as one commit, by plumbing alone: files become objects
 * without any filter, the commit is built in an index of its own, and the branch is made only if there is none of its
 * name. Index, work tree, HEAD, other branches, configuration and hooks of the repository stay as they are.
 *
 * @throws FulcrumError `FULCRUM_E_APPLY_BASE` when `onto` does not hold `before`, `FULCRUM_E_BRANCH_EXISTS`,
 *   `FULCRUM_E_APPLY_AUTHOR` when nobody is configured, `FULCRUM_E_WORKSPACE_GIT` for what git itself refuses
 */
export function commitChange(store: BlobStore, order: ChangeOrder): ChangeCommit {
  const { root, branch } = order;
  const reference = `refs/heads/${branch}`;
  const parent = commitName(root, order.onto);
  checkBase(store, order, parent);
  checkBranch(root, branch, reference);
  const changes = changedFiles(store, order.before, order.after);
  const tree = treeWith(store, order, parent, changes);
  const identity = authorVariables(root, order.author);
  const commit = gitLine(root, ['commit-tree', '--no-gpg-sign', '-p', parent, tree], {
    input: order.message,
    environment: identity,
  });
  // The old value of zeros makes git refuse when the branch has come into being meanwhile.
  git(root, ['update-ref', '--no-deref', reference, commit, '0'.repeat(commit.length)]);
  return { commit, parent, changes };
}

function checkBase(store: BlobStore, { root, onto, before, rules }: ChangeOrder, parent: string): void {
  if (importCommit(store, root, parent, rules) === before) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_APPLY_BASE',
    domain: 'usage',
    what: `${onto} (${parent.slice(0, 12)}) does not hold the files the run started from`,
    where: root,
    mend: 'Commit the workspace as the run found it, or take the winner with `fulcrum best --write`',
  });
}

function checkBranch(root: string, branch: string, reference: string): void {
  // Expands names such as `@{-1}`: then it is not the name that was given.
  if (gitLine(root, ['check-ref-format', '--branch', branch]) !== branch)
    throw gitFault(root, `${branch} is no name for a branch`);
  const existing = gitLine(root, ['for-each-ref', '--format=%(refname)', reference]);
  // The branch of a work tree without a commit: making it would change what is checked out.
  const current = gitLine(root, ['branch', '--show-current']);
  if (existing === '' && current !== branch) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_BRANCH_EXISTS',
    domain: 'usage',
    what: `there is a branch ${branch} already, and it is not moved`,
    where: root,
    mend: 'Name another with --branch, or remove it with `git branch -d`',
  });
}

/** The tree of the parent with the changed paths replaced, made in an index that nobody else sees. */
function treeWith(store: BlobStore, order: ChangeOrder, parent: string, changes: readonly Change[]): string {
  const { root, after } = order;
  const prefix = folderPrefix(root);
  const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-index-'));
  const environment = { GIT_INDEX_FILE: join(scratch, 'index') };
  try {
    git(root, ['read-tree', parent], { environment });
    const rows = changes.map(({ path }) => indexRow(store, root, after, path, prefix));
    git(root, ['update-index', '-z', '--index-info'], { input: rows.join(''), environment });
    const tree = gitLine(root, ['write-tree', '--missing-ok'], { environment });
    checkOnlyThese(root, parent, tree, changes, prefix);
    return tree;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function indexRow(store: BlobStore, root: string, after: Hash, path: string, prefix: string): string {
  const file = findFile(store, after, path);
  if (file === null) return `0 ${'0'.repeat(40)}\t${prefix}${path}\0`;
  const object = gitLine(root, ['hash-object', '-w', '--no-filters', '--stdin'], {
    input: store.get(file.hash),
  });
  return `${file.executable ? '100755' : '100644'} ${object}\t${prefix}${path}\0`;
}

/** A new file can stand in the way of one that was left out of the import, and git would take that one away. */
function checkOnlyThese(
  root: string,
  parent: string,
  tree: string,
  changes: readonly Change[],
  prefix: string,
): void {
  const parameters = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', parent, tree];
  const made = git(root, parameters)
    .toString()
    .split('\0')
    .filter((path) => path !== '');
  const wanted = new Set(changes.map(({ path }) => `${prefix}${path}`));
  const surplus = made.find((path) => !wanted.has(path));
  if (surplus === undefined && made.length === wanted.size) return;
  throw gitFault(root, `the change would touch ${surplus ?? 'fewer files than it should'}`);
}

function authorVariables(root: string, author: string | null): { readonly [name: string]: string } {
  if (author !== null) {
    const [, name, email] = /^([^<>\n]*[^<>\s]) *<([^<>\s]+)>$/.exec(author) ?? [];
    if (name === undefined || email === undefined)
      throw noAuthor(root, `"${author}" is not \`Name <address>\``);
    return {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    };
  }
  try {
    git(root, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']);
  } catch (error) {
    throw noAuthor(root, 'git does not know who makes the commit', error);
  }
  return {};
}

function noAuthor(where: string, what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPLY_AUTHOR',
    domain: 'usage',
    what,
    where,
    mend: 'Give --author "Name <address>", or set user.name and user.email',
    cause,
  });
}
