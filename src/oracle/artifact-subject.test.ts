import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

/* Shows what the candidate left: paths, sizes and the text of one file. A check of its own believes what it printed. */
const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [
    { name: 'files', slice: 'train', visibility: 'visible', run: ({ artifact }) => {
      const { exitCode, files } = artifact;
      artifact.bytes('out/result.txt').fill(0);
      return { status: 'pass', metrics: { score: 1 }, evidence: { exitCode, files, text: artifact.text('out/result.txt'), none: artifact.bytes('nothing') } };
    } },
    { name: 'claims', slice: 'train', visibility: 'visible', grade: 'held-out', run: ({ artifact, inputs }) => {
      if (inputs !== 'believe') return { status: 'pass', metrics: {} };
      return { status: 'pass', metrics: {}, evidence: [artifact.claimed('loss'), artifact.claimed('accuracy'), artifact.claimed('huge')] };
    } },
  ] });
`;
const SUBJECT = {
  kind: 'artifact',
  argv: ['sh', 'train.sh'],
  files: ['out/**'],
  limits: { seconds: 2, files: 4, bytes: 200_000 },
} as const;

let launcher: LauncherHandle;
let fixture: JudgeFixture;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await openJudge({
    launcher,
    oracle: ORACLE,
    limits: { screeningBatch: 0, answerBytes: 64 * 1024, outputBytes: 32 * 1024 },
    task: { subject: SUBJECT },
  });
});

afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

const ask = (program: string, inputs = 'doubt') =>
  fixture.askFiles({ 'train.sh': `mkdir out\n${program}`, 'in.txt': 'given' }, { inputs });

test('the files a candidate leaves reach the oracle, in copies that a check may change', async () => {
  const { verdict, observed } = await ask('cat in.txt >out/result.txt; : >out/empty; echo trained; exit 3');
  expect(verdict.status).toBe('pass');
  expect(verdict.checks[0]).toMatchObject({
    grade: 'separate-process',
    questions: 0,
    evidence: {
      exitCode: 3,
      files: [
        { path: 'out/empty', size: 0 },
        { path: 'out/result.txt', size: 5 },
      ],
      text: 'given',
      none: null,
    },
  });
  expect(observed['program']).toEqual({ exitCode: 3, stdout: 'trained\n', stderr: '' });
});

test('a file larger than one answer arrives whole', async () => {
  // Three lines of 50,000 digits each, so that no piece ends where a line does.
  const { verdict } = await ask(
    'for digit in 1 2 3; do head -c 50000 /dev/zero | tr "\\0" $digit; done >out/result.txt',
  );
  const evidence = verdict.checks[0]!.evidence as { readonly truncated: string };
  expect(evidence.truncated).toContain('"size":150000');
  expect(verdict.checks[0]!.transcript).not.toBe(
    (await ask('echo 1 >out/result.txt')).verdict.checks[0]!.transcript,
  );
});

test('the transcript says which files were judged: equal ones read alike, others do not', async () => {
  const transcripts: string[] = [];
  for (const program of [
    'echo 1 >out/result.txt',
    'echo 1 >out/result.txt; echo noise',
    'echo 2 >out/result.txt',
  ])
    transcripts.push((await ask(program)).verdict.checks[0]!.transcript);
  expect(transcripts[1]).toBe(transcripts[0]);
  expect(transcripts[2]).not.toBe(transcripts[0]);
});

test('what it printed is believed only by a check that asks, which is graded so', async () => {
  const program = 'echo >out/result.txt; printf "loss: 3\\naccuracy=0.5\\nloss: 0.25 \\nhuge: 1e999\\n"';
  const believed = (await ask(program, 'believe')).verdict.checks[1]!;
  expect(believed).toMatchObject({ grade: 'self-reported', evidence: [0.25, 0.5, null] });
  expect((await ask(program)).verdict.checks[1]!.grade).toBe('held-out');
});

interface Case {
  readonly name: string;
  readonly program: string;
  readonly status: string;
  readonly reason: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'leaves nothing',
    program: 'exit 1',
    status: 'crash',
    reason: /no file that matches out\/\*\* \(exit code 1\)/,
  },
  {
    name: 'never ends',
    program: 'sleep 60',
    status: 'timeout',
    reason: /did not come to its end within 2 s/,
  },
  {
    name: 'leaves a link to what the oracle may hold',
    program: 'ln -s /etc/passwd out/result.txt',
    status: 'refused',
    reason: /out\/result\.txt is no regular file/,
  },
  {
    name: 'leaves a pipe',
    program: 'mkfifo out/result.txt',
    status: 'refused',
    reason: /is no regular file/,
  },
  {
    name: 'leaves a link in the place of the folder',
    program: 'rmdir out; ln -s /etc out',
    status: 'refused',
    reason: /out is no regular file/,
  },
  {
    name: 'leaves more bytes than allowed',
    program: 'head -c 200001 /dev/zero >out/result.txt',
    status: 'refused',
    reason: /200001 bytes where 200000 are allowed/,
  },
  {
    name: 'leaves a file that only claims to be large',
    program: 'truncate -s 8M out/result.txt',
    status: 'refused',
    reason: /8388608 bytes where/,
  },
  {
    name: 'leaves more files than allowed',
    program: 'for name in 1 2 3 4 5; do : >out/$name; done',
    status: 'refused',
    reason: /5 files where 4 are allowed/,
  },
  {
    name: 'leaves names without end',
    program: 'cd out; for name in $(seq 3000); do : >$name-longer-than-it-needs-to-be; done',
    status: 'refused',
    reason: /longer than 65536 bytes/,
  },
  {
    name: 'leaves a name with a control character',
    program: `echo 1 >"out/$(printf 'a\\tb')"`,
    status: 'refused',
    reason: /control character/,
  },
  {
    name: 'leaves a name that is no text',
    program: `echo 1 >"out/$(printf '\\377')"`,
    status: 'refused',
    reason: /its files cannot be read/,
  },
  {
    name: 'floods standard output',
    program: 'head -c 100000 /dev/zero',
    status: 'refused',
    reason: /printed more than/,
  },
  {
    name: 'forges a reply on the channel',
    program: 'echo "0123 value {}" >&3; echo fine >out/result.txt',
    status: 'pass',
    reason: /^$/,
  },
  {
    name: 'ends the program that starts it',
    program: 'kill -9 $PPID',
    status: 'crash',
    reason: /its process ended/,
  },
  {
    name: 'writes outside its folder, where nobody looks',
    program: 'echo 1 >/tmp/result.txt; echo 2 >/fulcrum/candidates/out; echo 3 >out/result.txt',
    status: 'pass',
    reason: /^$/,
  },
];

describe('a candidate that', () => {
  test.each(CASES)('$name gets the verdict $status', async ({ program, status, reason }) => {
    const { verdict } = await ask(program);
    expect({ status: verdict.status, reason: verdict.reason ?? '' }).toEqual({
      status,
      reason: expect.stringMatching(reason),
    });
  });

  test('leaves another running has it killed before its files are read', async () => {
    // It holds standard output open, so that without the kill its files would be read only after it wrote.
    const survivor = `setsid sh -c 'sleep 0.3; echo later >out/result.txt' & echo first >out/result.txt`;
    const { verdict } = await ask(survivor);
    expect(verdict.checks[0]!.evidence).toMatchObject({ text: 'first\n' });
  });
});

test('nothing of the host can be read through it, and nothing is written there', async () => {
  const program = `ls ${fixture.directory} >out/result.txt 2>&1; cp ${fixture.directory}/oracle.ts out/stolen`;
  const { verdict } = await ask(program);
  expect(verdict.checks[0]!.evidence).toMatchObject({ text: expect.stringMatching(/cannot access|No such/) });
  const written = readdirSync(fixture.directory, { recursive: true, withFileTypes: true });
  for (const entry of written.filter((one) => one.isFile() && one.name === 'result.txt'))
    expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).toBe('never');
});

test('candidates that do nothing leave files that say nothing', async () => {
  const named = await openJudge({
    launcher,
    oracle: ORACLE,
    task: { subject: { ...SUBJECT, files: ['out/result.txt', 'out/*.log'] } },
  });
  const probes = await named.judge.probeOracle('doubt');
  await named.close();
  expect(probes.map(({ verdict }) => verdict.checks[0]!.evidence)).toMatchObject(
    ['null', '0', '', '[]', '{}', 'true', 'null'].map((text) => ({
      text,
      files: [{ path: 'out/result.txt' }, { path: 'out/0.log' }],
    })),
  );
});
