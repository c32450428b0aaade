import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* Asks the same question twice and shows both answers; the inputs' label is the question. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'shows', slice: 'train', visibility: 'visible', run: async ({ subject, inputs }) => {
    const answers = [];
    for (let question = 0; question < 2; question += 1) {
      const answer = await subject.ask(inputs);
      if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
      answers.push(answer.value);
    }
    return { status: 'pass', metrics: { score: 1 }, evidence: answers };
  } }] });
`;
const COMMAND = { kind: 'command', argv: ['sh', 'program.sh'], input: 'text', output: 'text' } as const;

let launcher: LauncherHandle;
let text: JudgeFixture;
let json: JudgeFixture;

const limits = { questionSeconds: 1.5, judgementSeconds: 3, processes: 16 };

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  text = await openJudge({ launcher, oracle: ORACLE, limits, task: { subject: COMMAND } });
  const subject = { ...COMMAND, input: 'json', output: 'json' } as const;
  json = await openJudge({ launcher, oracle: ORACLE, limits, task: { subject } });
});

afterAll(async () => {
  await text.close();
  await json.close();
  await launcher.close();
});

const ask = (program: string, inputs = 'question', mode: 'fresh' | 'screened' = 'fresh') =>
  text.askFiles({ 'program.sh': program }, { inputs, mode });

test.each([
  '',
  'one line',
  'two\nlines\n',
  '\n',
  'é 😀 \u0000 \t "quoted" \\n $HOME `id`',
  'x'.repeat(40_000),
])('a text arrives byte for byte and comes back so: %j', async (question) => {
  const { verdict } = await ask('cat', question === '' ? '' : question);
  const run = { stdout: question, stderr: '', exitCode: 0 };
  // Evidence beyond 16 KiB is cut.
  if (question.length < 5000) expect(verdict.checks[0]!.evidence).toEqual([run, run]);
  expect(verdict.status).toBe('pass');
});

test('JSON arrives as one line and is read as data', async () => {
  const { verdict } = await json.askFiles(
    { 'program.sh': 'read -r line; echo "[$line, 1.5, null]"' },
    { inputs: 'a"b' },
  );
  expect(verdict.checks[0]!.evidence).toEqual(
    Array.from({ length: 2 }, () => ({ stdout: ['a"b', 1.5, null], stderr: '', exitCode: 0 })),
  );
});

test('exit code and standard error are told, and are no verdict', async () => {
  const { verdict } = await ask('echo oops >&2; echo fine; exit 3');
  expect(verdict.status).toBe('pass');
  expect(verdict.checks[0]!.evidence).toMatchObject([
    { stdout: 'fine\n', stderr: 'oops\n', exitCode: 3 },
    {},
  ]);
  expect((await ask('kill -9 $$')).verdict.checks[0]!.evidence).toMatchObject([{ exitCode: 137 }, {}]);
});

test("the candidate's folder is where it starts, read-only, with this Node in its path", async () => {
  const { verdict } = await ask(
    'touch program.sh new 2>/dev/null; ls; node --version; touch /tmp/mine && echo written',
  );
  const stdout = `program.sh\n${process.version}\nwritten\n`;
  expect(verdict.checks[0]!.evidence).toMatchObject([{ stdout }, { stdout }]);
});

test('a program of any language runs: one written in C is made by its build', async () => {
  const source =
    '#include <stdio.h>\nint main(void) { int c; while ((c = getchar()) != EOF) putchar(c + 1); return 0; }\n';
  const compiled = await openJudge({
    launcher,
    oracle: ORACLE,
    task: {
      subject: { ...COMMAND, argv: ['./shift'] },
      build: {
        argv: ['gcc', '-O1', '-o', 'shift', 'shift.c'],
        outputs: ['shift'],
        tools: {},
        limits: { seconds: 20, files: 1, bytes: 2 ** 20 },
      },
    },
  });
  const { verdict } = await compiled.askFiles({ 'shift.c': source }, { inputs: 'HAL' });
  await compiled.close();
  expect(verdict.checks[0]!.evidence).toMatchObject([{ stdout: 'IBM' }, { stdout: 'IBM' }]);
});

interface Case {
  readonly name: string;
  readonly program: string;
  readonly status: string;
  readonly reason: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'never ends', program: 'sleep 60', status: 'timeout', reason: /no answer within 1.5 s/ },
  {
    name: 'prints more than an answer may hold',
    program: 'head -c 100000 /dev/zero',
    status: 'refused',
    reason: /longer than 65536 bytes/,
  },
  {
    name: 'forges a reply on the channel',
    program: 'echo "0123 value {}" >&3; exit 0',
    status: 'pass',
    reason: /^$/,
  },
  {
    name: 'kills the program that starts it',
    program: 'kill -9 $PPID',
    status: 'crash',
    reason: /its process ended/,
  },
  {
    name: 'kills all it can',
    program: 'kill -9 -1; sleep 60',
    status: 'crash',
    reason: /its process ended/,
  },
  {
    name: 'stops the program that starts it',
    program: 'kill -STOP $PPID',
    status: 'timeout',
    reason: /no answer within 1.5 s/,
  },
  {
    name: 'puts a pipe in the place of its answer',
    program: 'rm /scratch/answer; mkfifo /scratch/answer',
    status: 'timeout',
    reason: /no answer within 1.5 s/,
  },
  {
    name: 'puts a link to what is not there in the place of its answer',
    program: 'rm /scratch/answer; ln -s /root/secret /scratch/answer',
    status: 'pass',
    reason: /^$/,
  },
];

describe('a program that', () => {
  test.each(CASES)('$name gets the verdict $status', async ({ program, status, reason }) => {
    const { verdict } = await ask(program);
    expect({ status: verdict.status, reason: verdict.reason ?? '' }).toEqual({
      status,
      reason: expect.stringMatching(reason),
    });
  });

  test.each(['{"a":', '', '1 2', 'NaN'])('prints %j where JSON is wanted has thrown', async (printed) => {
    const { verdict } = await json.askFiles({ 'program.sh': `printf '%s' '${printed}'` });
    expect(verdict).toMatchObject({
      status: 'fail',
      reason: expect.stringMatching(/it printed no JSON \(exit code 0\)/),
    });
  });

  test('prints a forbidden key is refused', async () => {
    const { verdict } = await json.askFiles({ 'program.sh': `echo '{"__proto__":1}'` });
    expect(verdict).toMatchObject({ status: 'refused', reason: expect.stringMatching(/__proto__/) });
  });

  test('leaves another running does not meet it at the next question', async () => {
    // Both files only grow: a process killed between emptying a file and writing it must not look like a first start.
    const program = `
      changes() { first=$(wc -c </tmp/lives); sleep 0.3; [ "$(wc -c </tmp/lives)" != "$first" ]; }
      if [ ! -e /tmp/begun ]; then
        touch /tmp/begun
        setsid sh -c 'while :; do echo >>/tmp/lives; sleep 0.02; done' >/dev/null 2>&1 &
        while [ ! -s /tmp/lives ]; do sleep 0.02; done
      fi
      if changes; then echo alive; else echo dead; fi`;
    const { verdict } = await ask(program);
    expect(verdict.checks[0]!.evidence).toMatchObject([{ stdout: 'alive\n' }, { stdout: 'dead\n' }]);
  });
});

test('screened and fresh come to the same verdict', async () => {
  const fresh = await ask('cat', 'same');
  const screened = await ask('cat', 'same', 'screened');
  const again = await ask('cat; echo more', 'same', 'screened');
  expect(screened.verdict).toEqual({ ...fresh.verdict, mode: 'screened' });
  expect(again.observed.batch).toBe(screened.observed.batch);
  expect(again.verdict.checks[0]!.evidence).toMatchObject([{ stdout: 'samemore\n' }, {}]);
});

test('candidates that do nothing do so as programs', async () => {
  const probes = await text.judge.probeOracle('question');
  const shown = probes.map(({ name, verdict }) => [name, verdict.checks[0]!.evidence]);
  expect(Object.fromEntries(shown)).toMatchObject({
    null: [{ stdout: 'null', exitCode: 0 }, {}],
    'empty text': [{ stdout: '' }, {}],
    echo: [{ stdout: 'question' }, {}],
  });
});
