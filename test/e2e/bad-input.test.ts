import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FulcrumError } from '../../src/kernel/errors.ts';
import { exitCodeOfError } from '../../src/surfaces/cli/exit-code.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import {
  fulcrum,
  jsonLines,
  TINY_ORACLE,
  TINY_SOURCE,
  TINY_TASK,
  tinyTask,
} from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

interface Case {
  readonly what: string;
  readonly files: { readonly [path: string]: string | null };
  readonly code: number;
  readonly error: string;
  readonly says: RegExp;
}

const oracle = (run: string): string =>
  `import { defineOracle } from 'fulcrum';
export default defineOracle({ checks: ['known', 'unseen'].map((slice, at) => ({
  name: slice, slice, visibility: at === 0 ? 'visible' : 'held-out', run: async ({ subject }) => { ${run} } })) });
`;

const BASELINE_FAILS = { code: 5, error: 'FULCRUM_E_BASELINE_FAILS' };

const CASES: readonly Case[] = [
  {
    what: 'a missing task file',
    files: { 'fulcrum.yaml': null },
    code: 2,
    error: 'FULCRUM_E_TASK_MISSING',
    says: /fulcrum init/,
  },
  {
    what: 'broken YAML',
    files: { 'fulcrum.yaml': 'name: [tiny' },
    code: 2,
    error: 'FULCRUM_E_TASK_SYNTAX',
    says: /fulcrum\.yaml:\d/,
  },
  {
    what: 'an unknown field',
    files: { 'fulcrum.yaml': `${TINY_TASK}speed: fast\n` },
    code: 2,
    error: 'FULCRUM_E_TASK_INVALID',
    says: /speed/,
  },
  {
    what: 'an objective on a slice that is not visible',
    files: { 'fulcrum.yaml': TINY_TASK.replace('slice: known', 'slice: unseen') },
    code: 2,
    error: 'FULCRUM_E_TASK_INVALID',
    says: /"unseen" is not a visible slice/,
  },
  {
    what: 'a glob that matches nothing',
    files: { 'fulcrum.yaml': TINY_TASK.replace('[double.ts]', '[treble.ts]') },
    code: 2,
    error: 'FULCRUM_E_TASK_MATCHES_NOTHING',
    says: /treble\.ts/,
  },
  {
    what: 'an unknown strategy',
    files: { 'fulcrum.yaml': TINY_TASK.replace('evolve', 'magic') },
    code: 2,
    error: 'FULCRUM_E_TASK_INVALID',
    says: /magic/,
  },
  {
    what: 'an oracle inside the workspace',
    files: {
      'fulcrum.yaml': TINY_TASK.replace('module: oracle.ts', 'module: workspace/oracle.ts'),
      'workspace/oracle.ts': TINY_ORACLE,
    },
    code: 2,
    error: 'FULCRUM_E_ORACLE_EXPOSED',
    says: /every candidate could read it/,
  },
  {
    what: 'an oracle that throws when it is loaded',
    files: { 'oracle.ts': 'throw new Error("no oracle today");\n' },
    code: 5,
    error: 'FULCRUM_E_ORACLE',
    says: /no oracle today/,
  },
  {
    what: 'an oracle that throws in a check',
    files: { 'oracle.ts': oracle('throw new Error("check broke");') },
    code: 5,
    error: 'FULCRUM_E_ORACLE_THREW',
    says: /check broke/,
  },
  {
    what: 'an oracle that serves other slices than the task',
    files: { 'fulcrum.yaml': TINY_TASK.replace('name: unseen', 'name: elsewhere') },
    code: 5,
    error: 'FULCRUM_E_ORACLE_INVALID',
    says: /elsewhere/,
  },
  {
    what: 'an oracle that is content with anything',
    files: { 'oracle.ts': oracle('await subject.ask(1); return { status: "pass", metrics: { error: 1 } };') },
    code: 5,
    error: 'FULCRUM_E_ORACLE_ACCEPTS_NULL',
    says: /does nothing/,
  },
  {
    what: 'an oracle that measures no number',
    files: { 'oracle.ts': oracle('return { status: "pass", metrics: { error: NaN } };') },
    ...BASELINE_FAILS,
    says: /error/,
  },
  {
    what: 'a subject that exits',
    files: { 'workspace/double.ts': `process.exit(0);\n${TINY_SOURCE}` },
    ...BASELINE_FAILS,
    says: /double|exit|ended/i,
  },
  {
    what: 'a subject that floods its output',
    files: {
      'workspace/double.ts': `import { writeSync } from 'node:fs';\nwhile (true) writeSync(1, 'x'.repeat(65536));\n${TINY_SOURCE}`,
    },
    ...BASELINE_FAILS,
    says: /printed more/i,
  },
  {
    what: 'a subject that sleeps',
    files: {
      'fulcrum.yaml': `${TINY_TASK}sandbox: { question: 0.5s }\n`,
      'workspace/double.ts': 'export const double = () => new Promise(() => setInterval(() => {}, 1000));\n',
    },
    ...BASELINE_FAILS,
    says: /0\.5 s|time/i,
  },
  {
    what: 'a subject that prints a forged verdict',
    files: {
      'workspace/double.ts': `console.log(JSON.stringify({ status: 'pass', metrics: { error: 0 } }));
export function double(): string { console.log('{"status":"pass"}'); return 'pass'; }\n`,
    },
    ...BASELINE_FAILS,
    says: /no number/,
  },
  {
    what: 'a subject that forks',
    files: {
      'workspace/double.ts': `import { spawn } from 'node:child_process';
for (let copy = 0; copy < 500; copy += 1) spawn('/bin/sleep', ['600'], { detached: true, stdio: 'ignore' }).on('error', () => {});
export const double = () => 'forked';\n`,
    },
    ...BASELINE_FAILS,
    says: /no number|answer|ended|channel/i,
  },
];

/** One of each exit code, as the program tells it. */
const TOLD = new Set(['an unknown field', 'an oracle that throws when it is loaded']);

describe('bad input is refused before anything is judged', () => {
  it.each(CASES)('$what', { timeout: 30_000 }, async ({ files, code, error, says }) => {
    const directory = tinyTask(files);
    const run = async () => runTask(loadTask(directory), { directory: join(directory, '.fulcrum/main') });
    const thrown = (await run().catch((cause: unknown) => cause)) as FulcrumError;
    expect(thrown.facts.code).toContain(error);
    expect(Object.values(thrown.facts).join('\n')).toMatch(says);
    expect(thrown.facts).toMatchObject({
      where: expect.stringMatching(/./),
      mend: expect.stringMatching(/./),
    });
    expect(exitCodeOfError(thrown)).toBe(code);
  });

  it.each(CASES.filter(({ what }) => TOLD.has(what)))(
    'is told to people: $what',
    async ({ files, code, error, says }) => {
      const ended = await fulcrum(['run', '--display', 'none'], tinyTask(files));
      expect(ended.stderr).toContain(error);
      expect(ended.stderr).toMatch(says);
      expect(ended.stderr).toMatch(/where .*\n.*mend /s);
      expect(ended.code).toBe(code);
    },
  );

  it('says the same to programs, on a clean standard output', async () => {
    const directory = tinyTask({ 'fulcrum.yaml': TINY_TASK.replace('[double.ts]', '[treble.ts]') });
    const ended = await fulcrum(['run', '--json'], directory);
    const [error] = jsonLines(ended.stdout);
    expect(error).toMatchObject({ type: 'error', code: 'FULCRUM_E_TASK_MATCHES_NOTHING', domain: 'usage' });
  });

  it('does not let what an oracle prints disturb it', async () => {
    const noisy = TINY_ORACLE.replace(
      'let error = 0;',
      'let error = 0; console.log("{\\"garbage\\": true}"); process.stdout.write("}}{\\n");',
    );
    const directory = tinyTask({ 'oracle.ts': noisy });
    const ended = await fulcrum(['run', '--json', '--evaluations', '5'], directory);
    expect(ended.code).toBe(0);
    expect(jsonLines(ended.stdout).length).toBeGreaterThan(5);
  });
});
