import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildSource, Task } from '../kernel/task.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'runs', slice: 'train', visibility: 'visible', run: async ({ subject }) => {
    const answer = await subject.ask('question');
    return { status: 'pass', metrics: { score: 1 }, evidence: answer };
  } }] });
`;
const BUILD: BuildSource = {
  argv: ['sh', 'build.sh'],
  outputs: ['out/*'],
  tools: {},
  limits: { seconds: 2, files: 3, bytes: 100_000 },
};
const SUBJECT = { kind: 'command', argv: ['sh', 'out/program.sh'], input: 'text', output: 'text' } as const;

let launcher: LauncherHandle;
let fixture: JudgeFixture;

const open = (task: Partial<Task>): Promise<JudgeFixture> =>
  openJudge({ launcher, oracle: ORACLE, task: { build: BUILD, subject: SUBJECT, ...task } });

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await open({});
});

afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

const ask = (build: string, signal?: AbortSignal) =>
  fixture.askFiles({ 'build.sh': `mkdir out\n${build}` }, signal === undefined ? {} : { signal });

const PROGRAM = `echo 'cat; ls' >out/program.sh`;

test('outputs join the files of the candidate, and nothing else the build wrote', async () => {
  const { verdict, observed } = await ask(`${PROGRAM}; echo 1 >other; echo 2 >build.sh`);
  expect(verdict.checks[0]!.evidence).toMatchObject({ value: { stdout: 'questionbuild.sh\nout\n' } });
  expect(observed['outputs']).toMatch(/^[0-9a-f]{64}$/);
});

test('outputs take the place of files and folders that are in their way', async () => {
  const files = {
    'build.sh': 'rm -r out; mkdir out; mkdir out/deep; echo "cat; ls" >out/program.sh; rm -r way; echo >way',
    out: 'a file',
    'way/file': 'in a folder',
  };
  const moved = await open({ build: { ...BUILD, outputs: ['out/*', 'way'] } });
  const { verdict } = await moved.askFiles(files);
  await moved.close();
  expect(verdict.checks[0]!.evidence).toMatchObject({ value: { stdout: 'questionbuild.sh\nout\nway\n' } });
});

test('a candidate is built once, however often it is judged', async () => {
  const unsteady = 'date +%N >out/when; echo "cat out/when" >out/program.sh';
  const [first, second, screened] = [
    await ask(unsteady),
    await ask(unsteady),
    await fixture.askFiles({ 'build.sh': `mkdir out\n${unsteady}` }, { mode: 'screened' }),
  ];
  expect(second.verdict).toEqual(first.verdict);
  expect(screened.verdict.checks).toEqual(first.verdict.checks);
  const side = await Promise.all([1, 2].map(() => ask(`${unsteady} # side by side`)));
  expect(side[1]!.verdict).toEqual(side[0]!.verdict);
});

interface Case {
  readonly name: string;
  readonly build: string;
  readonly status: string;
  readonly reason: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'fails',
    build: 'echo "line 1: no" >&2; exit 2',
    status: 'fail',
    reason: /^build: it does not build \(exit code 2\): line 1: no$/,
  },
  {
    name: 'makes nothing',
    build: 'true',
    status: 'crash',
    reason: /building it: .*no file that matches out\/\*/,
  },
  { name: 'never ends', build: 'sleep 60', status: 'timeout', reason: /did not come to its end within 2 s/ },
  {
    name: 'makes links',
    build: 'ln -s /etc/passwd out/program.sh',
    status: 'refused',
    reason: /no regular file/,
  },
  {
    name: 'makes too much',
    build: 'head -c 100001 /dev/zero >out/program.sh',
    status: 'refused',
    reason: /100001 bytes where 100000/,
  },
  {
    name: 'floods standard output',
    build: 'head -c 1000000 /dev/zero',
    status: 'refused',
    reason: /printed more than/,
  },
];

describe('a build that', () => {
  test.each(CASES)('$name gets the verdict $status', async ({ build, status, reason }) => {
    const { verdict } = await ask(build);
    expect({ status: verdict.status, reason: verdict.reason }).toEqual({
      status,
      reason: expect.stringMatching(reason),
    });
    expect(verdict.checks).toMatchObject([
      { check: 'build', slice: 'train', visibility: 'visible', metrics: {} },
    ]);
  });

  test('fails shows what was printed as evidence', async () => {
    const { verdict } = await ask('echo started; echo broken >&2; exit 1');
    expect(verdict.checks[0]!.evidence).toEqual({ exitCode: 1, stdout: 'started\n', stderr: 'broken\n' });
  });

  test('reaches for the network finds none', async () => {
    const reach = `node -e "require('node:net').connect(80, '1.1.1.1').on('error', (error) => console.log('cat # ' + error.code))" >out/program.sh`;
    const { verdict } = await ask(`${reach}; cat out/program.sh >&2; exit 1`);
    expect(verdict.reason).toMatch(/ENETUNREACH/);
  });

  test('leaves a daemon does not have it in the sandbox that judges, nor its files', async () => {
    const daemon = `setsid sh -c 'while :; do sleep 0.1; done' & echo left >/tmp/left
      echo 'ls /tmp; grep -l "sleep 0.1" /proc/[0-9]*/cmdline 2>/dev/null | wc -l' >out/program.sh`;
    const { verdict } = await ask(daemon);
    // The program that counts holds the words it looks for itself.
    expect(verdict.checks[0]!.evidence).toMatchObject({
      value: { stdout: expect.stringMatching(/^[01]\n$/) },
    });
  });

  test('is called off ends the judgement, and the next one builds anew', async () => {
    const controller = new AbortController();
    const build = `sleep 1; ${PROGRAM}`;
    const asked = ask(build, controller.signal);
    setTimeout(() => controller.abort(new Error('called off')), 200);
    await expect(asked).rejects.toThrow('called off');
    expect((await ask(build)).verdict.status).toBe('pass');
  });
});

test('TypeScript is compiled by the compiler shown as a tool, and its complaint is the verdict', async () => {
  const modules = join(import.meta.dirname, '../../node_modules');
  const platform = `@typescript/typescript-${process.platform}-${process.arch}`;
  const tools = Object.fromEntries(
    ['typescript', platform].map((name) => [`node_modules/${name}`, realpathSync(join(modules, name))]),
  );
  expect(dirname(tools['node_modules/typescript']!)).toBe(realpathSync(modules));
  const compiled = await open({
    subject: { kind: 'node', module: 'out/answer.js', export: 'answer' },
    build: {
      ...BUILD,
      argv: [
        'node',
        '/fulcrum/tools/node_modules/typescript/bin/tsc',
        '--outDir',
        'out',
        '--strict',
        '--types',
        '',
        'answer.ts',
      ],
      tools,
      limits: { ...BUILD.limits, seconds: 20 },
    },
    sandbox: {
      memoryBytes: 1024 * 2 ** 20,
      processes: 64,
      temporaryBytes: 64 * 2 ** 20,
      outputBytes: 64 * 1024,
      answerBytes: 64 * 1024,
      questionSeconds: 5,
      judgementSeconds: 10,
      screeningBatch: 10,
    },
  });
  const right = await compiled.askFiles({
    'answer.ts': 'export const answer = (text: string): string => `${text}!`;\n',
    'package.json': '{"type":"module"}',
  });
  const wrong = await compiled.askFiles({ 'answer.ts': 'export const answer: number = "text";\n' });
  await compiled.close();
  expect(right.verdict.checks[0]!.evidence).toEqual({ kind: 'value', value: 'question!' });
  expect(wrong.verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/answer\.ts.*TS2322/),
  });
}, 60_000);
