import { chmodSync, existsSync, globSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { commitChange } from './commit-change.ts';
import { importCommit } from './import-commit.ts';
import { commitAll, plainGit, repository } from './testing/repository.ts';
import { memoryStore } from './testing/memory-store.ts';
import { temporaryFolder, writeFiles } from './testing/temporary-folder.ts';
import { withFile } from './tree.ts';

const RULES = { exclude: ['data'], maximumFileBytes: 1000 };
const AUTHOR = 'Ada Lovelace <ada@example.org>';
const MESSAGE = 'Subject\n\nFulcrum-Candidate: 7\n';

function edited(store: BlobStore, tree: Hash, edits: { readonly [path: string]: string | null }): Hash {
  return Object.entries(edits).reduce<Hash>(
    (next, [path, text]) => withFile(store, next, path, text === null ? null : Buffer.from(text))!,
    tree,
  );
}

/** Every file of a work tree and its repository, beside objects and what a new branch of this name adds. */
function everythingBut(directory: string, branch: string): { readonly [path: string]: string } {
  const files = globSync('**', { cwd: directory, withFileTypes: true, exclude: ['.git/objects/**'] })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const own = new Set([`.git/refs/heads/${branch}`, `.git/logs/refs/heads/${branch}`]);
  return Object.fromEntries(
    files
      .map((file) => [relative(directory, file), file] as const)
      .filter(([path]) => !own.has(path) && !path.startsWith('.git/objects/'))
      .map(([path, file]) => {
        const { mode, mtimeMs } = lstatSync(file);
        return [path, `${mode} ${mtimeMs} ${readFileSync(file, 'base64')}`];
      }),
  );
}

const order = (directory: string, before: Hash, after: Hash) => ({
  root: directory,
  onto: 'HEAD',
  before,
  after,
  rules: RULES,
  branch: 'won',
  message: MESSAGE,
  author: AUTHOR,
});

test.each(['', 'sub'])('a change becomes one commit on a new branch, from folder "%s"', (folder) => {
  const directory = repository({
    'sub/a': '1',
    'sub/run': 'x',
    'sub/gone': '',
    'sub/data/d': '',
    a: '2',
    run: 'y',
    gone: '',
  });
  for (const program of ['run', 'sub/run']) chmodSync(join(directory, program), 0o755);
  commitAll(directory);
  // Work that is under way: staged, unstaged and new.
  writeFiles(directory, { 'sub/a': 'staged' });
  plainGit(directory, ['add', 'sub/a']);
  writeFiles(directory, { a: 'unstaged', new: '' });
  const root = join(directory, folder);
  const store = memoryStore();
  const before = importCommit(store, root, 'HEAD', RULES);
  const after = edited(store, before, { a: 'better\r\n', run: 'faster', gone: null, 'deep/new': 'é' });
  const state = everythingBut(directory, 'won');

  const { commit, parent, changes } = commitChange(store, order(root, before, after));

  expect(everythingBut(directory, 'won')).toEqual(state);
  expect(parent).toBe(plainGit(directory, ['rev-parse', 'main']));
  expect(changes.map(({ path }) => path)).toEqual(['a', 'deep/new', 'gone', 'run']);
  expect(plainGit(directory, ['rev-parse', 'won', 'won^@'])).toBe(`${commit}\n${parent}`);
  expect(importCommit(store, root, 'won', RULES)).toBe(after);
  const prefix = folder === '' ? '' : 'sub/';
  expect(plainGit(directory, ['diff-tree', '-r', '--name-status', '--no-renames', 'main', 'won'])).toBe(
    `M\t${prefix}a\nA\t${prefix}deep/new\nD\t${prefix}gone\nM\t${prefix}run`,
  );
  expect(plainGit(directory, ['ls-tree', 'won', '--', `${prefix}run`])).toMatch(/^100755 /);
  expect(plainGit(directory, ['log', '-1', '--format=%an <%ae>|%cn|%(trailers)', 'won'])).toBe(
    `${AUTHOR}|Ada Lovelace|Fulcrum-Candidate: 7`,
  );
  expect(plainGit(directory, ['fsck', '--strict'])).toBe('');
});

test('a branch that exists is never moved, nor is the one that is checked out', () => {
  const directory = repository({ a: '1' });
  commitAll(directory);
  const commit = plainGit(directory, ['rev-parse', 'HEAD']);
  plainGit(directory, ['branch', 'won']);
  const store = memoryStore();
  const before = importCommit(store, directory, 'HEAD', RULES);
  const after = edited(store, before, { a: '2' });
  expect(() => commitChange(store, order(directory, before, after))).toThrow('FULCRUM_E_BRANCH_EXISTS');
  plainGit(directory, ['symbolic-ref', 'HEAD', 'refs/heads/unborn']);
  const unborn = { ...order(directory, before, after), onto: commit, branch: 'unborn' };
  expect(() => commitChange(store, unborn)).toThrow('FULCRUM_E_BRANCH_EXISTS');
  expect(plainGit(directory, ['for-each-ref', '--format=%(refname) %(objectname)'])).toBe(
    `refs/heads/main ${commit}\nrefs/heads/won ${commit}`,
  );
});

test.each([
  ['another content', 'FULCRUM_E_APPLY_BASE', { onto: 'HEAD^' }],
  ['no such commit', 'FULCRUM_E_WORKSPACE_GIT', { onto: '--all' }],
  ['a name no branch can have', 'FULCRUM_E_WORKSPACE_GIT', { branch: 'a..b' }],
  ['the branch before this one', 'FULCRUM_E_WORKSPACE_GIT', { branch: '@{-1}' }],
  ['an option as a branch', 'FULCRUM_E_WORKSPACE_GIT', { branch: '-x' }],
  ['an author that forges a header', 'FULCRUM_E_APPLY_AUTHOR', { author: 'A\nparent 1 <a@b>' }],
])('%s is refused and leaves no branch', (_, code, change) => {
  const directory = repository({ a: '1' });
  commitAll(directory);
  writeFiles(directory, { a: '2' });
  commitAll(directory);
  const store = memoryStore();
  const before = importCommit(store, directory, 'HEAD', RULES);
  const made = { ...order(directory, before, edited(store, before, { a: '3' })), ...change };
  expect(() => commitChange(store, made)).toThrow(code);
  expect(plainGit(directory, ['for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main');
});

test('a new file does not push out what the import left out', () => {
  const directory = repository({ a: '1', 'data/kept': 'x' });
  commitAll(directory);
  const store = memoryStore();
  const before = importCommit(store, directory, 'HEAD', RULES);
  const after = edited(store, before, { data: 'in the way' });
  expect(() => commitChange(store, order(directory, before, after))).toThrow('would touch data/kept');
});

test('nothing that the repository or the winner names is run', () => {
  // A split index keeps its shared part only where it is large beside the change.
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`many/${index}`, '']));
  const directory = repository({ ...many, a: '1', '.gitattributes': '' });
  commitAll(directory);
  const scratch = temporaryFolder();
  const proof = (name: string): string => join(scratch, name);
  const script = (name: string): string => {
    const file = join(scratch, `${name}.sh`);
    writeFileSync(file, `#!/bin/sh\ntouch "${proof(name)}"\ncat\n`, { mode: 0o755 });
    return file;
  };
  for (const hook of ['reference-transaction', 'post-index-change', 'pre-commit', 'commit-msg'])
    writeFiles(directory, { [`.git/hooks/${hook}`]: readFileSync(script(hook)) });
  for (const hook of ['reference-transaction', 'post-index-change', 'pre-commit', 'commit-msg'])
    chmodSync(join(directory, '.git/hooks', hook), 0o755);
  const settings = {
    'filter.evil.clean': script('clean'),
    'filter.evil.smudge': script('smudge'),
    'diff.evil.textconv': script('textconv'),
    'core.fsmonitor': script('fsmonitor'),
    'gpg.program': script('sign'),
    'commit.gpgSign': 'true',
    'core.splitIndex': 'true',
  };
  for (const [name, value] of Object.entries(settings)) plainGit(directory, ['config', name, value]);
  const store = memoryStore();
  const before = importCommit(store, directory, 'HEAD', RULES);
  const after = edited(store, before, {
    a: '2',
    '.gitattributes': '* filter=evil diff=evil\n',
    '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::touch\n\tupdate = !touch\n',
  });
  const state = everythingBut(directory, 'won');

  commitChange(store, order(directory, before, after));

  expect(globSync('*', { cwd: scratch }).filter((name) => !name.endsWith('.sh'))).toEqual([]);
  expect(everythingBut(directory, 'won')).toEqual(state);
  expect(importCommit(store, directory, 'won', RULES)).toBe(after);

  // The control: the same repository does run them when it is asked without these precautions.
  writeFiles(directory, { a: '3', '.gitattributes': '* filter=evil diff=evil\n' });
  plainGit(directory, ['add', '--all']);
  plainGit(directory, ['update-ref', 'refs/heads/other', 'HEAD']);
  plainGit(directory, ['diff', 'HEAD']);
  try {
    plainGit(directory, ['-c', 'commit.gpgsign=true', 'commit', '--message=x']);
  } catch {
    // The signature is none, but its program ran.
  }
  for (const attack of [
    'clean',
    'reference-transaction',
    'post-index-change',
    'fsmonitor',
    'textconv',
    'sign',
    'pre-commit',
  ])
    expect([attack, existsSync(proof(attack))]).toEqual([attack, true]);
});
