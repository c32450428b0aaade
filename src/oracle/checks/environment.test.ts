import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckSource, SubjectSource } from '../../kernel/task.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { PASSING_ORACLE } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const PLACES = { integer: [0, 1_000_000] } as const;

interface Subject {
  readonly source: SubjectSource;
  readonly file: string;
  readonly inputs: CheckSource['options']['inputs'];
  readonly baseline: string;
}

const NODE: Subject = {
  source: { kind: 'node', module: 'candidate.ts', export: 'answer' },
  file: 'candidate.ts',
  inputs: { arguments: [PLACES] },
  baseline: 'export const answer = (x: number): number => x + 1;',
};
const PYTHON: Subject = {
  source: { kind: 'python', module: 'candidate.py', export: 'answer', packages: false },
  file: 'candidate.py',
  inputs: { arguments: [PLACES] },
  baseline: 'def answer(x):\n    return x + 1\n',
};
const COMMAND: Subject = {
  source: { kind: 'command', argv: ['sh', 'answer.sh'], input: 'json', output: 'json' },
  file: 'answer.sh',
  inputs: { arguments: [PLACES] },
  baseline: 'read x; echo $((x + 1))\n',
};

/** No oracle may consist of this check alone: that two answers are alike makes neither right. */
const SOMETHING: CheckSource = {
  kind: 'module',
  name: 'else',
  slice: 'train',
  visibility: 'visible',
  options: { module: 'oracle.ts' },
};

function withEnvironment(
  subject: Subject,
  options: CheckSource['options'] = {},
  host = launcher,
): Promise<JudgeFixture> {
  const check: CheckSource = {
    kind: 'environment',
    name: 'environment',
    slice: 'train',
    visibility: 'visible',
    options: { inputs: subject.inputs!, ...options },
  };
  return openJudge({
    launcher: host,
    oracle: PASSING_ORACLE,
    baseline: { [subject.file]: subject.baseline },
    task: {
      subject: subject.source,
      objectives: [],
      oracle: { checks: [SOMETHING, check], data: [] },
    },
  });
}

const ALL = ['host-name', 'user', 'paths', 'processes', 'variables', 'zone', 'locale', 'clock'];

/** One oracle for the questions of several tests. */
function sharedFixture(subject: Subject, options: CheckSource['options']): () => JudgeFixture {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withEnvironment(subject, options);
  });
  afterAll(() => fixture.close());
  return () => fixture;
}

describe.each([
  {
    kind: 'node',
    subject: NODE,
    honest: 'export function answer(x: number) { const next = x + 1; return next; }',
    hostile: [],
  },
  {
    kind: 'python',
    subject: PYTHON,
    honest: 'import datetime\ndef answer(x):\n    return 1 + x\n',
    hostile: [
      'import time\ndef answer(x):\n    return x + 1 if time.time() < 4000000000 else 0\n',
      'import datetime\ndef answer(x):\n    return x + 1 if datetime.date.today().year <= 2090 else 0\n',
      'import os\ndef answer(x):\n    return x + 1 if os.getuid() == 1000 else 0\n',
    ],
  },
  {
    kind: 'command',
    subject: COMMAND,
    honest: 'read x; y=$((1 + x)); echo $y\n',
    hostile: [
      'read x; [ "$(date +%s)" -lt 4000000000 ] && echo $((x + 1)) || echo 0\n',
      'read x; [ "$(id -u)" = 1000 ] && echo $((x + 1)) || echo 0\n',
      'read x; case $PWD in /fulcrum/*) echo $((x + 1));; *) exit 1;; esac\n',
    ],
  },
])('a $kind candidate', ({ subject, honest, hostile }) => {
  const fixture = sharedFixture(subject, { questions: 5, environments: 2 });

  test('that only computes answers alike in all environments', async () => {
    const { verdict } = await fixture().askFiles({ [subject.file]: honest });
    expect(verdict).toMatchObject({ status: 'pass', reason: null });
    const check = verdict.checks.at(-1);
    expect(check!.evidence).toMatchObject({ environments: 2, shifted: ALL, same: [] });
    expect(check!.metrics['questions']).toBeGreaterThanOrEqual(5);
  });

  test.each(hostile)('that behaves as long as it sees the first one is refused: %#', async (source) => {
    const { verdict } = await fixture().askFiles({ [subject.file]: source });
    expect(verdict).toMatchObject({ status: 'fail' });
    expect(verdict.reason).toContain('it answered otherwise in another environment');
  });
});

/** Answers right where `condition` holds of the place it runs in, and wrong elsewhere. */
const judged = (condition: string): string => `
  import { hostname } from 'node:os';
  export const answer = (x: number): number => (${condition}) ? x + 1 : x;`;

describe('a candidate', () => {
  const fixture = sharedFixture(NODE, { questions: 5 });

  test.each([
    ['the name of the host', judged(`hostname() === 'sandbox'`)],
    ['its user', judged('process.getuid!() === 1000')],
    ['its folder', judged(`import.meta.dirname.startsWith('/fulcrum/')`)],
    ['its working directory', judged(`process.cwd() === '/scratch'`)],
    ['its home', judged(`process.env.HOME === '/scratch'`)],
    ['where Node lies', judged(`process.execPath.startsWith('/fulcrum/')`)],
    ['how it was started', judged(`process.argv.join().includes('/fulcrum/')`)],
    ['its process number', judged('process.pid === 2')],
    ['its variables', judged(`process.env.USER === undefined`)],
    ['its time zone', judged(`new Date(0).getTimezoneOffset() === 0`)],
    ['its language', judged(`process.env.LANG === 'C.UTF-8'`)],
    ['the year', judged(`new Date().getFullYear() < 2099`)],
    ['the second', judged(`Date.now() / 1000 < 4000000000`)],
    ['a variable unset', judged(`process.env['HAZEL_ONLINE'] === undefined`)],
  ])('that behaves as long as it sees %s is refused', async (_, source) => {
    const { verdict } = await fixture().ask(source);
    expect(verdict.status).toBe('fail');
    expect(verdict.reason).toContain('it answered otherwise in another environment');
  });

  test('that fails for good after a number of calls is refused', async () => {
    const { verdict } = await fixture().ask(
      'let calls = 0; export const answer = (x: number) => (++calls > 4 ? 0 : x + 1);',
    );
    expect(verdict.status).toBe('fail');
  });

  test('is asked what its new literals name', async () => {
    // Wrong at one place of a million.
    const rare = `export const answer = (x: number) => x === 271828 && process.cwd() !== '/scratch' ? 0 : x + 1;`;
    const { verdict } = await fixture().ask(rare);
    expect(verdict.status).toBe('fail');
    expect(verdict.checks.at(-1)!.evidence).toMatchObject({
      arguments: [271828],
      here: '271829',
      there: '0',
    });
  });

  test('that writes another zero, or its keys in another order, answers otherwise', async () => {
    const zero = await fixture().ask(`export const answer = () => process.cwd() === '/scratch' ? 0 : -0;`);
    expect(zero.verdict.status).toBe('fail');
    const keys = await fixture().ask(
      `export const answer = () => process.cwd() === '/scratch' ? { a: 1, b: 2 } : { b: 2, a: 1 };`,
    );
    expect(keys.verdict.status).toBe('fail');
  });

  test('that ends in another environment alone is refused, and harms nothing else', async () => {
    const dying = await fixture().ask(
      `export const answer = (x: number) => process.cwd() === '/scratch' ? x : process.exit(0);`,
    );
    expect(dying.verdict).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('it ended (crash) in another environment'),
    });
    expect((await fixture().ask(NODE.baseline)).verdict.status).toBe('pass');
  });

  test('with 0 and dates among its literals does not stop the oracle of a command', async () => {
    const commands = await withEnvironment(COMMAND, { questions: 2 });
    const { verdict } = await commands.askFiles({ 'answer.sh': `${COMMAND.baseline}: 0 -0 2099-01-01\n` });
    expect(verdict.status).toBe('pass');
    await commands.close();
  });
});

test('what is kept is the same everywhere, and said to be', async () => {
  const fixture = await withEnvironment(NODE, { questions: 5, keep: ['host-name', 'clock'] });
  const { verdict } = await fixture.ask(judged(`hostname() === 'sandbox' && Date.now() / 1000 < 4000000000`));
  expect(verdict.status).toBe('pass');
  expect(verdict.checks.at(-1)!.evidence).toMatchObject({ same: ['host-name', 'clock'] });
  await fixture.close();
});

test('the same oracle asks the same candidate the same again', async () => {
  const verdicts = [];
  for (let run = 0; run < 2; run += 1) {
    const fixture = await withEnvironment(NODE, { questions: 5 });
    verdicts.push((await fixture.ask(NODE.baseline)).verdict);
    await fixture.close();
  }
  expect(verdicts[0]).toEqual(verdicts[1]);
});

test.each([
  [{ kind: 'files' }, 'a subject of kind "files" answers no questions'],
  [
    { kind: 'artifact', argv: ['sh'], files: ['a'], limits: { seconds: 1, files: 1, bytes: 1 } },
    'a subject of kind "artifact" answers no questions',
  ],
] as const)(
  'a subject that answers no questions is refused before anything is judged: %#',
  async (source, message) => {
    await expect(withEnvironment({ ...NODE, source })).rejects.toThrow(message);
  },
);

test('without isolation it says how little differs', async () => {
  const bare = await startLauncher({ isolation: 'none' });
  const fixture = await withEnvironment(NODE, { questions: 3 }, bare);
  const { verdict } = await fixture.ask(NODE.baseline);
  expect(verdict.status).toBe('pass');
  expect(verdict.checks.at(-1)!.evidence).toMatchObject({
    shifted: ['variables', 'zone', 'locale'],
    same: ['host-name', 'user', 'paths', 'processes', 'clock'],
  });
  const zoned = await fixture.ask('export const answer = () => new Date(0).getTimezoneOffset();');
  expect(zoned.verdict.status).toBe('fail');
  await fixture.close();
  await bare.close();
});
