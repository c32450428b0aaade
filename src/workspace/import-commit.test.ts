import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importCommit } from './import-commit.ts';
import { importDirectory } from './import-directory.ts';
import { memoryStore } from './testing/memory-store.ts';
import { commitAll, plainGit as git, repository } from './testing/repository.ts';
import { temporaryFolder, writeFiles } from './testing/temporary-folder.ts';
import { listFiles } from './tree.ts';

const RULES = { exclude: [], maximumFileBytes: 1000 };

/** The example of the Git LFS specification. */
const POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`;

/** A commit of one folder with these raw entries, which git would never make itself. */
function commitOf(
  directory: string,
  entries: readonly (readonly [mode: string, name: string, object: string])[],
): string {
  const bytes = entries.map(([mode, name, object]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]),
  );
  const tree = execFileSync('git', ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'], {
    cwd: directory,
    input: Buffer.concat(bytes),
  });
  return git(directory, ['commit-tree', tree.toString().trim(), '-m', 'x']);
}

const FILES = {
  'a.ts': 'x\r\n',
  'sub/b.ts': 'é',
  'sub/tab\there': '1',
  'sub/"quoted"': '2',
  'sub/bytes': Uint8Array.of(0, 255, 10),
  'sub/empty': '',
  'sub/data/large': 'y'.repeat(2000),
  'sub/run': '#!/bin/sh\n',
};

test.each(['', 'sub'])('a commit is what its checkout holds, from folder "%s"', (folder) => {
  const rules = { ...RULES, exclude: ['data', 'sub/data', '**/tab*'] };
  const directory = repository(FILES);
  chmodSync(join(directory, 'sub/run'), 0o755);
  commitAll(directory);
  const store = memoryStore();
  const expected = importDirectory(store, join(directory, folder), rules);
  writeFiles(directory, { 'a.ts': 'changed', 'sub/new': 'not committed' });
  expect(importCommit(store, join(directory, folder), 'HEAD', rules)).toBe(expected);
  expect([...listFiles(store, expected)].some((file) => file.executable)).toBe(true);
});

test.each([
  [
    'a link',
    { where: 'link', what: 'a symbolic link cannot' },
    (directory: string) => symlinkSync('a', join(directory, 'link')),
  ],
  [
    'a large file',
    { where: 'large', what: 'has 1001 bytes' },
    (directory: string) => writeFiles(directory, { large: 'x'.repeat(1001) }),
  ],
  [
    'a pointer of Git LFS',
    { where: 'weights.bin', what: 'is a pointer of Git LFS' },
    (directory: string) => writeFiles(directory, { 'weights.bin': POINTER }),
  ],
  [
    'a path with a tab',
    { where: '"a\\tb"', what: 'control character' },
    (directory: string) => writeFiles(directory, { 'a\tb': '' }),
  ],
])('%s in a commit is an error that names it', (_, { where, what }, make) => {
  const directory = repository({ a: '' });
  make(directory);
  commitAll(directory);
  expect(() => importCommit(memoryStore(), directory, 'HEAD', RULES)).toThrow(
    expect.objectContaining({
      facts: expect.objectContaining({ where, what: expect.stringContaining(what) as string }) as object,
    }),
  );
});

test('a text that only speaks of Git LFS is a file like others', () => {
  const directory = repository({ a: `# ${POINTER}`, b: POINTER.slice(0, POINTER.indexOf('oid')) });
  commitAll(directory);
  const store = memoryStore();
  expect([...listFiles(store, importCommit(store, directory, 'HEAD', RULES))]).toHaveLength(2);
});

test('a submodule in a commit is an error that names it', () => {
  const directory = repository({ a: '' });
  commitAll(directory);
  const commit = commitOf(directory, [['160000', 'module', git(directory, ['rev-parse', 'HEAD'])]]);
  expect(() => importCommit(memoryStore(), directory, commit, RULES)).toThrow(
    /a submodule cannot.*\(module\)/,
  );
});

test.each([
  ['..', /FULCRUM_E_WORKSPACE_PATH.*"\.\.\/evil"/],
  ['.GIT', /FULCRUM_E_WORKSPACE_PATH.*"\.GIT\/evil"/],
  ['evil', /FULCRUM_E_WORKSPACE_GIT.*holds evil twice/],
])('a forged commit with a folder "%s" is refused', (name, message) => {
  const directory = repository({});
  const blob = git(directory, ['hash-object', '-w', '--stdin'], 'x');
  const folder = git(directory, ['mktree'], `100644 blob ${blob}\tevil\n`);
  const commit = commitOf(directory, [
    ['100644', 'evil', blob],
    ['40000', name, folder],
  ]);
  expect(() => importCommit(memoryStore(), directory, commit, RULES)).toThrow(message);
});

test.each([
  ['an unknown name', 'no-such-branch'],
  ['an option', '--exec=touch evil'],
  ['a tree', 'HEAD^{tree}'],
])('%s is no commit', (_, commit) => {
  const directory = repository({ a: '' });
  commitAll(directory);
  expect(() => importCommit(memoryStore(), directory, commit, RULES)).toThrow('FULCRUM_E_WORKSPACE_GIT');
});

test('a folder outside every repository and one without files say so', () => {
  expect(() => importCommit(memoryStore(), temporaryFolder(), 'HEAD', RULES)).toThrow(/not a git repository/);
  const directory = repository({ a: '' });
  commitAll(directory);
  mkdirSync(join(directory, 'empty'));
  expect(() => importCommit(memoryStore(), join(directory, 'empty'), 'HEAD', RULES)).toThrow(
    /holds no file here/,
  );
});

test('a surrounding git that names its own repository does not mislead', () => {
  const [meant, other] = ['meant', 'other'].map((text) => {
    const directory = repository({ a: text });
    commitAll(directory);
    return directory;
  });
  process.env['GIT_DIR'] = join(other!, '.git');
  onTestFinished(() => void delete process.env['GIT_DIR']);
  const store = memoryStore();
  expect(importCommit(store, meant!, 'HEAD', RULES)).toBe(importDirectory(store, meant!, RULES));
});

test('a commit is what its name says, whatever replacement references show', () => {
  const directory = repository({ a: 'good' });
  commitAll(directory);
  const store = memoryStore();
  const expected = importDirectory(store, directory, RULES);
  const evil = git(directory, ['hash-object', '-w', '--stdin'], 'evil');
  git(directory, ['replace', git(directory, ['rev-parse', 'HEAD:a']), evil]);
  expect(git(directory, ['show', 'HEAD:a'])).toBe('evil');
  expect(importCommit(store, directory, 'HEAD', RULES)).toBe(expected);
});

test('nothing that a repository names is run', () => {
  const directory = repository({ a: 'x', missing: 'y', '.gitattributes': '* filter=evil diff=evil text\n' });
  commitAll(directory);
  const proof = join(directory, 'proof-of-execution');
  const evil = join(directory, 'hooks/evil');
  const settings = {
    'core.fsmonitor': evil,
    'core.pager': evil,
    'core.sshCommand': evil,
    'core.hooksPath': join(directory, 'hooks'),
    'core.attributesFile': join(directory, '.gitattributes'),
    'filter.evil.smudge': evil,
    'filter.evil.clean': evil,
    'filter.evil.process': evil,
    'diff.evil.textconv': evil,
    'extensions.partialClone': 'origin',
    'core.repositoryFormatVersion': '1',
    'remote.origin.promisor': 'true',
    'remote.origin.url': `ext::${evil}`,
    'protocol.allow': 'always',
    'protocol.ext.allow': 'always',
  };
  const hooks = [
    'evil',
    'post-checkout',
    'pre-commit',
    'post-index-change',
    'reference-transaction',
    'fsmonitor-watchman',
  ];
  writeFiles(
    directory,
    Object.fromEntries(hooks.map((hook) => [`hooks/${hook}`, `#!/bin/sh\ntouch "${proof}"\n`])),
  );
  for (const hook of hooks) chmodSync(join(directory, 'hooks', hook), 0o755);
  const object = git(directory, ['rev-parse', 'HEAD:missing']);
  for (const [name, value] of Object.entries(settings)) git(directory, ['config', name, value]);

  const store = memoryStore();
  const tree = importCommit(store, directory, 'HEAD', RULES);
  const first = listFiles(store, tree).find((file) => file.path === 'a');
  expect(Buffer.from(store.get(first!.hash)).toString()).toBe('x');

  // Without the object, git would fetch it by the command in the remote's address.
  rmSync(join(directory, '.git/objects', object.slice(0, 2), object.slice(2)));
  expect(() => importCommit(memoryStore(), directory, 'HEAD', RULES)).toThrow(
    /does not hold the content of missing/,
  );
  expect(existsSync(proof)).toBe(false);
  expect(readFileSync(join(directory, '.git/config'), 'utf8')).toContain('ext::');

  // The control: the same repository does run its commands when it is asked without these precautions.
  expect(() => git(directory, ['cat-file', '-p', object])).toThrow();
  expect(existsSync(proof)).toBe(true);
});
