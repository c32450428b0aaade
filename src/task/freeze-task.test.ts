import { execFileSync } from 'node:child_process';
import { cpSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../workspace/testing/memory-store.ts';
import { listFiles } from '../workspace/tree.ts';
import { freezeTask } from './freeze-task.ts';
import { loadTask } from './load-task.ts';
import { TASK_FILES, TASK_TEXT, taskFolder } from './testing/task-folder.ts';

function freeze(directory: string) {
  return freezeTask(loadTask(directory), memoryStore());
}

const WITH_DATA = {
  'fulcrum.yaml': `${TASK_TEXT}oracle: { data: ["data/**"] }\n`,
  'data/cases.json': '[]',
  'data/deep/more.json': '{}',
};

function hashWith(files: { readonly [path: string]: string | null }): string {
  return freeze(taskFolder({ ...WITH_DATA, ...files })).hash;
}

describe('the hash', () => {
  test('is the same for the same content, wherever it lies and however the file is written', () => {
    const hash = hashWith({});
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hashWith({})).toBe(hash);
    const rewritten = `# a comment\nseed: 1\npipeline: 8\n${WITH_DATA['fulcrum.yaml']}`;
    expect(hashWith({ 'fulcrum.yaml': rewritten })).toBe(hash);
    expect(hashWith({ 'notes.txt': 'not part of it', 'workspace/.git/config': 'x' })).toBe(hash);
  });

  test.each<[string, { readonly [path: string]: string | null }]>([
    ['the name', { 'fulcrum.yaml': WITH_DATA['fulcrum.yaml'].replace('name: example', 'name: other') }],
    [
      'the budget',
      { 'fulcrum.yaml': WITH_DATA['fulcrum.yaml'].replace('evaluations: 10', 'evaluations: 11') },
    ],
    ['an option', { 'fulcrum.yaml': `${WITH_DATA['fulcrum.yaml']}strategy: { kind: evolve, islands: 4 }\n` }],
    ['the seed', { 'fulcrum.yaml': `${WITH_DATA['fulcrum.yaml']}seed: 2\n` }],
    ['a byte of an editable file', { 'workspace/rule.ts': 'export default () => 2;\n' }],
    ['a byte of a protected file', { 'workspace/lib/helper.ts': ' ' }],
    ['a new file in the workspace', { 'workspace/new': '' }],
    ['a byte of the oracle', { 'oracle.ts': 'export default { };\n' }],
    ['a byte of its data', { 'data/cases.json': '[ ]' }],
    ['a new file of its data', { 'data/new.json': '' }],
    ['a file of its data less', { 'data/deep/more.json': null }],
    ['the name of a file of its data', { 'data/deep/more.json': null, 'data/deep/other.json': '{}' }],
  ])('changes with %s', (_, files) => {
    expect(hashWith(files)).not.toBe(hashWith({}));
  });
});

test('the hash changes with a file of a folder that a check puts over candidates', () => {
  const suite = 'kind: tests, runner: "node:test", files: ["*.js"], overlay: hidden, visibility: held-out';
  const files = {
    'fulcrum.yaml': `${TASK_TEXT}oracle: { checks: [{ ${suite} }] }\n`,
    'hidden/a.test.js': '',
    'hidden/.deep/b.test.js': '',
  };
  const hash = hashWith(files);
  expect(hashWith({ ...files, 'hidden/.deep/b.test.js': ' ' })).not.toBe(hash);
  expect(hashWith({ ...files, 'hidden/c.test.js': '' })).not.toBe(hash);
  expect(hashWith({ ...files, 'other/c.test.js': '' })).toBe(hash);
});

test('the tree is the unmodified workspace, from a commit too', () => {
  const directory = taskFolder();
  const store = memoryStore();
  const { tree } = freezeTask(loadTask(directory), store);
  expect([...listFiles(store, tree)].map(({ path }) => path)).toEqual(['lib/helper.ts', 'rule.ts']);
  const git = (...parameters: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...parameters], { cwd: directory });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=x');
  writeFileSync(
    join(directory, 'fulcrum.yaml'),
    TASK_TEXT.replace('workspace:\n', 'workspace:\n  commit: HEAD\n'),
  );
  writeFileSync(join(directory, 'workspace/rule.ts'), 'not committed');
  expect(freezeTask(loadTask(directory), memoryStore()).tree).toBe(tree);
});

describe('what matches nothing is named', () => {
  test.each<[string, string, { readonly [path: string]: string | null }]>([
    [
      'workspace.root',
      'nowhere',
      { 'fulcrum.yaml': TASK_TEXT.replace('workspace:\n', 'workspace:\n  root: nowhere\n') },
    ],
    ['workspace.editable', '*.py', { 'fulcrum.yaml': TASK_TEXT.replace('[rule.ts]', '[rule.ts, "*.py"]') }],
    [
      'subject.module',
      'rule.ts',
      { 'workspace/rule.ts': null, 'fulcrum.yaml': TASK_TEXT.replace('[rule.ts]', '["**"]') },
    ],
    ['oracle.module', 'oracle.ts', { 'oracle.ts': null }],
    [
      'oracle.module',
      'folder',
      { 'folder/x': '', 'fulcrum.yaml': `${TASK_TEXT}oracle: { module: folder }\n` },
    ],
    ['oracle.data', 'data/*.csv', { 'fulcrum.yaml': `${TASK_TEXT}oracle: { data: ["data/*.csv"] }\n` }],
    [
      'oracle.data',
      'data/*',
      { 'data/folder/x': '', 'fulcrum.yaml': `${TASK_TEXT}oracle: { data: ["data/*"] }\n` },
    ],
  ])('%s: %s', (field, value, files) => {
    expect(() => freeze(taskFolder(files))).toThrow(
      `FULCRUM_E_TASK_MATCHES_NOTHING: ${field} names "${value}", which matches no file (${field})`,
    );
  });
});

describe('an oracle that a candidate could read', () => {
  const here = TASK_TEXT.replace('workspace:\n', 'workspace:\n  root: .\n').replaceAll(
    'rule.ts',
    'workspace/rule.ts',
  );
  const EXPOSED =
    /FULCRUM_E_ORACLE_EXPOSED.*\((.*)\)\. Move it out of workspace\.root or add it to workspace\.exclude/;

  test('is refused, be it the module or its data', () => {
    expect(() => freeze(taskFolder({ 'fulcrum.yaml': here }))).toThrow(EXPOSED);
    const data = `${TASK_TEXT}oracle: { data: ["workspace/lib/*"] }\n`;
    expect(() => freeze(taskFolder({ 'fulcrum.yaml': data }))).toThrow(
      /FULCRUM_E_ORACLE_EXPOSED.*\(lib\/helper\.ts\)/,
    );
  });

  test('is fine when it is excluded', () => {
    const excluded = here.replace('  root: .\n', '  root: .\n  exclude: [oracle.ts]\n');
    expect(freeze(taskFolder({ 'fulcrum.yaml': excluded })).hash).toHaveLength(64);
  });

  test('is refused under another name of the same folder too', () => {
    const directory = taskFolder();
    renameSync(join(directory, 'workspace'), join(directory, 'real'));
    symlinkSync('real', join(directory, 'workspace'));
    cpSync(join(directory, 'oracle.ts'), join(directory, 'real/oracle.ts'));
    writeFileSync(join(directory, 'fulcrum.yaml'), `${TASK_TEXT}oracle: { module: real/oracle.ts }\n`);
    expect(() => freeze(directory)).toThrow(/FULCRUM_E_ORACLE_EXPOSED.*\(oracle\.ts\)/);
  });
});

test('the example is in order', () => {
  expect(Object.keys(TASK_FILES)).toContain('fulcrum.yaml');
  expect(freeze(taskFolder()).task.name).toBe('example');
});
