import { expect, test } from 'vitest';
import { memoryStore } from '../workspace/testing/memory-store.ts';
import { freezeTask } from './freeze-task.ts';
import { loadTask } from './load-task.ts';
import { TASK_TEXT, taskFolder } from './testing/task-folder.ts';

/** The example's text with another subject and, below, further fields. */
function text(subject: string, more = ''): string {
  return `${TASK_TEXT.replace(/subject:\n.*\n.*\n/, `subject: ${subject}\n`)}${more}`;
}

const task = (subject: string, more?: string) =>
  loadTask(taskFolder({ 'fulcrum.yaml': text(subject, more) })).task;

const freeze = (more: string, files: { readonly [path: string]: string | null } = {}) =>
  freezeTask(
    loadTask(taskFolder({ 'fulcrum.yaml': text('{ kind: node, module: rule.ts }', more), ...files })),
    memoryStore(),
  );

const BUILD = (fields: string): string => `build: { argv: [make], outputs: [made.js], ${fields} }\n`;

test('every kind of subject gets its defaults', () => {
  expect(task('{ kind: python, module: rule.py, export: score }').subject).toEqual({
    kind: 'python',
    module: 'rule.py',
    export: 'score',
    packages: false,
  });
  expect(task('{ kind: command, argv: [./run, --fast] }').subject).toEqual({
    kind: 'command',
    argv: ['./run', '--fast'],
    input: 'text',
    output: 'text',
  });
  const artifact = task('{ kind: artifact, argv: [./train], files: ["*.bin"], limits: { time: 20m } }');
  expect(artifact.subject).toEqual({
    kind: 'artifact',
    argv: ['./train'],
    files: ['*.bin'],
    limits: { seconds: 1200, files: 1000, bytes: 64 * 2 ** 20 },
  });
  // Nothing of it can be shared, so nothing is screened.
  expect(artifact.sandbox.screeningBatch).toBe(0);
});

test('a build gets its defaults, and may show tools below one another', () => {
  const { build } = task('{ kind: node, module: rule.ts }', BUILD('tools: { "node_modules/@a/b": tools/b }'));
  expect(build).toEqual({
    argv: ['make'],
    outputs: ['made.js'],
    tools: { 'node_modules/@a/b': 'tools/b' },
    limits: { seconds: 120, files: 1000, bytes: 64 * 2 ** 20 },
  });
});

test.each(['..', 'a/../b', '/a', 'a//b', '.hidden', 'a b', ''])('a tool cannot be called "%s"', (name) => {
  expect(() => task('{ kind: node, module: rule.ts }', BUILD(`tools: { "${name}": tools }`))).toThrow(
    /FULCRUM_E_TASK_INVALID: build/,
  );
});

test.each([
  '{ kind: python, module: rule.py }',
  '{ kind: command, argv: [] }',
  '{ kind: command, argv: ./run }',
  '{ kind: command, argv: [./run], module: rule.ts }',
  '{ kind: artifact, argv: [./run], files: [] }',
])('%s is no subject', (subject) => {
  expect(() => task(subject)).toThrow(/FULCRUM_E_TASK_INVALID: subject/);
});

test('a module may be one that is built', () => {
  const built = TASK_TEXT.replace('module: rule.ts', 'module: made.js');
  const directory = (more: string): string => taskFolder({ 'fulcrum.yaml': `${built}${more}` });
  expect(() => freezeTask(loadTask(directory('')), memoryStore())).toThrow(/subject.module names "made.js"/);
  expect(freezeTask(loadTask(directory(BUILD(''))), memoryStore()).hash).toHaveLength(64);
});

test('an oracle in another language enters the hash by the files that its command names', () => {
  const oracle = 'oracle: { command: [python3, -B, oracle.py], data: [cases.json] }\n';
  const files = { 'oracle.py': 'serve()', 'cases.json': '[]', 'oracle.ts': null };
  const { hash, task: frozen } = freeze(oracle, files);
  expect(frozen.oracle).toEqual({ command: ['python3', '-B', 'oracle.py'], data: ['cases.json'] });
  expect(freeze(oracle, files).hash).toBe(hash);
  expect(freeze(oracle, { ...files, 'oracle.py': 'serve() ' }).hash).not.toBe(hash);
  expect(freeze(oracle, { ...files, 'cases.json': '[1]' }).hash).not.toBe(hash);
});

test('an oracle whose command names no file, or one that candidates see, is refused', () => {
  expect(() => freeze('oracle: { command: [python3, -m, judge] }\n')).toThrow(
    /FULCRUM_E_TASK_MATCHES_NOTHING: oracle.command names "python3 -m judge"/,
  );
  expect(() => freeze('oracle: { command: [node, workspace/lib/helper.ts] }\n')).toThrow(
    /FULCRUM_E_ORACLE_EXPOSED.*workspace.*\(lib\/helper\.ts\)/,
  );
});

test('a tool must exist, and must not show the oracle', () => {
  expect(() => freeze(BUILD('tools: { compiler: nowhere }'))).toThrow(/build.tools names "nowhere"/);
  expect(() => freeze(BUILD('tools: { all: . }'))).toThrow(
    /FULCRUM_E_ORACLE_EXPOSED.*tool \..*\(oracle\.ts\)/,
  );
  const files = { 'tools/compiler': '' };
  expect(freeze(BUILD('tools: { compiler: tools }'), files).hash).toHaveLength(64);
});
