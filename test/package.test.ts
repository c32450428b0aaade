import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'fulcrum-package-'));
const built = join(scratch, 'built');
const consumer = join(scratch, 'consumer');

/** The Node that runs this test comes first, as it would for a user whose Node is new enough. */
const environment = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
};

/** Standard output of a program that must succeed; else an error with all it said. */
function run(directory: string, program: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: directory,
    encoding: 'utf8',
    env: environment,
  });
  if (status !== 0) throw new Error(`${[program, ...words].join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

/** Files of a user's project: a task, and a program that runs it; the type checker reads them and Node runs them. */
const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'workspace/answer.ts': 'export function answer(input: number): number {\n  return input * 3 + 40;\n}\n',
  'oracle.ts': `
import { defineOracle } from 'fulcrum';

export default defineOracle({
  checks: [
    {
      name: 'distance',
      slice: 'train',
      visibility: 'visible',
      run: async ({ subject, random }) => {
        const input = 100 + random.below(100);
        const answer = await subject.ask(input);
        if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
        if (typeof answer.value !== 'number') return { status: 'fail', reason: 'not a number' };
        return { status: 'pass', metrics: { distance: Math.abs(answer.value - input * 3) } };
      },
    },
  ],
});
`,
  'program.ts': `
import { defineTask, run } from 'fulcrum';

const task = defineTask(
  {
    name: 'forget the forty',
    workspace: { editable: ['answer.ts'] },
    subject: { kind: 'node', module: 'answer.ts', export: 'answer' },
    oracle: { module: 'oracle.ts' },
    objective: { metric: 'distance', slice: 'train', direction: 'minimize' },
    slices: { visible: ['train'] },
    budget: { evaluations: 20 },
  },
  import.meta.dirname,
);
const { reason, state } = await run(task);
console.log(reason, Object.values(state.decisions).reduce((sum, count) => sum + count, 0));
`,
};

beforeAll(() => {
  run(root, process.execPath, join(root, 'scripts', 'build.ts'), built);
  const tarball = run(built, 'npm', 'pack', '--silent', '--pack-destination', scratch).trim();
  mkdirSync(join(consumer, 'workspace'), { recursive: true });
  for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(consumer, name), text);
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  run(consumer, 'npm', 'install', ...quietly, join(scratch, tarball));
}, 120_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the installed program tells its version', () => {
  const { version } = readJson(join(root, 'package.json'));
  expect(run(consumer, join(consumer, 'node_modules', '.bin', 'fulcrum'), '--version').trim()).toBe(version);
});

test('the installed library runs a task in sandboxes, with every process of its own found', () => {
  expect(run(consumer, process.execPath, 'program.ts')).toBe('budget-evaluations 20\n');
}, 60_000);

test('its types are found by a strict type checker', () => {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const types = join(root, 'node_modules', '@types');
  const words = ['--noEmit', '--strict', '--module', 'nodenext', '--typeRoots', types, '--types', 'node'];
  expect(run(consumer, process.execPath, compiler, ...words, 'program.ts', 'oracle.ts')).toBe('');
  writeFileSync(join(consumer, 'wrong.ts'), "import { defineTask } from 'fulcrum';\ndefineTask(1, 2, 3);\n");
  expect(() => run(consumer, process.execPath, compiler, ...words, 'wrong.ts')).toThrow(
    /wrong\.ts\(2,\d+\): error TS/,
  );
}, 60_000);

test('carries no development tool and no Node of its own', () => {
  const manifest = readJson(join(consumer, 'node_modules', 'fulcrum', 'package.json'));
  expect(Object.keys(manifest)).not.toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^(?:devDependencies|optionalDependencies|private|scripts)$/),
    ]),
  );
  expect(manifest['engines']).toEqual({ node: '>=24.12' });
});
