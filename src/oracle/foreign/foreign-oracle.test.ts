import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../../kernel/task.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import type { FixtureOptions, JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

/* The task: double a number. */
const DOUBLES = `
from fulcrum_oracle import CandidateThrew, Fail, Pass, check, serve

@check(slice="train")
def small(subject, random):
    number = random.randrange(1000)
    answer = subject.ask(number)
    if answer != 2 * number:
        raise Fail("not doubled", evidence={"answer": answer})
    print("this goes to standard error")
    return {"score": 1}

@check(slice="test", visibility="held-out", name="negative numbers", grade="proved")
def negative(subject, random):
    number = -random.randrange(1000) - 0.5
    return Pass({"score": subject.ask(number) / number}, evidence=[number])

serve()
`;
const HONEST = 'export const answer = (number: number) => 2 * number;';
const SLICES: FixtureOptions['slices'] = {
  visible: ['train'],
  heldOut: [{ name: 'test', metric: 'score', direction: 'maximize', tolerance: 0 }],
};

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});

afterAll(() => launcher.close());

/** A judge whose oracle is this program, in Python unless its name says otherwise. */
function open(
  program: string,
  options: Partial<FixtureOptions> = {},
  file = 'oracle.py',
): Promise<JudgeFixture> {
  const interpreter = file.endsWith('.py') ? '/usr/bin/python3' : process.execPath;
  const oracle: Task['oracle'] = { command: [interpreter, file], data: [] };
  return openJudge({
    launcher,
    oracle: program,
    oracleFile: file,
    judge: { oracleSeconds: 1.5 },
    limits: { questionSeconds: 0.5, judgementSeconds: 0.5 },
    ...options,
    task: { oracle, ...options.task },
  });
}

describe('an oracle in Python', () => {
  let fixture: JudgeFixture;

  beforeAll(async () => {
    fixture = await open(DOUBLES, { slices: SLICES });
  });

  afterAll(() => fixture.close());

  test('judges like one in TypeScript: checks, slices, grades, metrics, evidence, questions', async () => {
    const { verdict } = await fixture.ask(HONEST);
    expect(verdict).toMatchObject({ status: 'pass', reason: null });
    expect(verdict.checks).toMatchObject([
      { check: 'small', slice: 'train', grade: 'separate-process', metrics: { score: 1 }, questions: 1 },
      { check: 'negative numbers', slice: 'test', grade: 'proved', metrics: { score: 2 }, questions: 1 },
    ]);
    expect((await fixture.ask(HONEST, { scope: 'visible' })).verdict.checks).toHaveLength(1);
  });

  test('draws the same inputs for the same label, and others for another', async () => {
    const echo = 'export const answer = (number: number) => { throw new Error(String(number)); };';
    const reasons: unknown[] = [];
    for (const inputs of ['a', 'a', 'b']) reasons.push((await fixture.ask(echo, { inputs })).verdict.reason);
    expect(reasons[0]).toMatch(/^small: it threw Error: \d+$/);
    expect(reasons[1]).toBe(reasons[0]);
    expect(reasons[2]).not.toBe(reasons[0]);
  });

  test('fails a candidate with reason and evidence', async () => {
    const { verdict } = await fixture.ask('export const answer = () => [NaN, -0, { "#": 1 }];');
    expect(verdict).toMatchObject({ status: 'fail', reason: 'small: not doubled' });
    expect(verdict.checks[0]!.evidence).toEqual({ answer: ['NaN', 0, { '#': 1 }] });
  });

  test.each([
    ['process.exit(0)', 'crash'],
    ['undefined', 'refused'],
    ['{ for (;;); }', 'timeout'],
  ])(
    'is told that a candidate that answers %s has ended, and judges the next one',
    async (answer, status) => {
      const body = answer.startsWith('{') ? answer : `{ return ${answer}; }`;
      expect((await fixture.ask(`export const answer = () => ${body};`)).verdict.status).toBe(status);
      expect((await fixture.ask(HONEST)).verdict.status).toBe('pass');
    },
  );

  test('candidates that do nothing do not satisfy it', async () => {
    for (const { verdict } of await fixture.judge.probeOracle('a')) expect(verdict.status).not.toBe('pass');
  });
});

test('the files of an artifact are read, and what it printed is marked as its own word', async () => {
  const oracle = `
from fulcrum_oracle import Pass, check, serve

@check(slice="train")
def files(subject, random):
    artifact = subject.artifact
    content = artifact.read("result.bin")
    shown = [artifact.exit_code, artifact.files, list(content), artifact.read("nothing")]
    return Pass({"score": sum(content)}, evidence=shown)

@check(slice="train")
def claims(subject, random):
    return {"loss": subject.artifact.claimed("loss")}

serve()
`;
  const subject: Task['subject'] = {
    kind: 'artifact',
    argv: ['sh', 'run.sh'],
    files: ['*.bin'],
    limits: { seconds: 5, files: 1, bytes: 100 },
  };
  const fixture = await open(oracle, { task: { subject } });
  const { verdict } = await fixture.askFiles({ 'run.sh': `printf '\\001\\377' >result.bin; echo loss=0.5` });
  await fixture.close();
  expect(verdict.checks).toMatchObject([
    {
      grade: 'separate-process',
      metrics: { score: 256 },
      evidence: [0, { 'result.bin': 2 }, [1, 255], null],
    },
    { grade: 'self-reported', metrics: { loss: 0.5 } },
  ]);
});

test('an oracle in any language speaks lines of JSON', async () => {
  const program = `
    import { createInterface } from 'node:readline';
    const send = (message) => console.log(JSON.stringify(message));
    send({ type: 'hello', protocol: 1, checks: [{ name: 'echo', slice: 'train', visibility: 'visible' }] });
    for await (const line of createInterface({ input: process.stdin })) {
      const message = JSON.parse(line);
      const { id } = message;
      if (message.type === 'judge') send({ type: 'ask', id, arguments: [message.seed.length] });
      if (message.type === 'answer') send({ type: 'outcome', id, status: 'pass', metrics: { score: message.value } });
    }`;
  const fixture = await open(program, {}, 'oracle.mjs');
  const { verdict } = await fixture.ask(HONEST);
  await fixture.close();
  expect(verdict.checks[0]!.metrics).toEqual({ score: 128 });
});

/** A program whose only check has this body. */
const checking = (body: string): string => `
import os, sys, time
from fulcrum_oracle import Fail, check, serve

@check(slice="train")
def broken(subject, random):
    ${body}

serve()
`;

describe('a program is to blame, not the candidate, when it', () => {
  test.each([
    [
      'raises',
      checking('raise KeyError("oops")'),
      'FULCRUM_E_ORACLE_THREW',
      /KeyError: 'oops'.*check "broken"/s,
    ],
    [
      'exits',
      checking('sys.stderr.write("last words"); os._exit(3)'),
      'FULCRUM_E_ORACLE_EXITED',
      /code 3.*last words/s,
    ],
    ['hangs', checking('time.sleep(60)'), 'FULCRUM_E_ORACLE_HUNG', /2\.5 s.*check "broken"/s],
    [
      'writes to the channel',
      checking('os.write(1, b"noise\\n"); time.sleep(60)'),
      'FULCRUM_E_ORACLE_INVALID',
      /no message.*noise/s,
    ],
    [
      'returns no metrics',
      checking('return "good"'),
      'FULCRUM_E_ORACLE_INVALID',
      /metrics that are not an object/,
    ],
    [
      'asks what is no plain data',
      checking('subject.ask(2**60)'),
      'FULCRUM_E_ORACLE_THREW',
      /beyond 2\*\*53/,
    ],
    ['looks for files of a function', checking('subject.artifact'), 'FULCRUM_E_ORACLE_THREW', /no artifact/],
  ])('%s', async (_, program, code, message) => {
    const fixture = await open(program);
    await expect(fixture.ask(HONEST)).rejects.toMatchObject({
      facts: { code, domain: 'oracle' },
      message: expect.stringMatching(message),
    });
    await fixture.close();
  });

  test.each([
    ['does not exist', 'nothing', 'FULCRUM_E_ORACLE_EXITED', /ended with|cannot be started/],
    ['is no program', '(', 'FULCRUM_E_ORACLE_EXITED', /SyntaxError/],
    [
      'says no hello',
      'print(\'{"type":"hi"}\', flush=True); input()',
      'FULCRUM_E_ORACLE_INVALID',
      /instead of a hello/,
    ],
    [
      'has no checks',
      'from fulcrum_oracle import serve; serve()',
      'FULCRUM_E_ORACLE_INVALID',
      /no visible check/,
    ],
  ])('%s: refused at the start', async (_, program, code, message) => {
    await expect(open(program)).rejects.toMatchObject({
      facts: { code },
      message: expect.stringMatching(message),
    });
  });

  test('has ended, and the next judgement gets a new one', async () => {
    const fixture = await open(checking('if subject.ask(1) == "die": os._exit(1)\n    return {"score": 1}'));
    await expect(fixture.ask(`export const answer = () => 'die';`)).rejects.toMatchObject({
      facts: { code: 'FULCRUM_E_ORACLE_EXITED' },
    });
    expect((await fixture.ask(HONEST)).verdict.status).toBe('pass');
    await fixture.close();
  });
});

test('its program ends with the judge', async () => {
  const pidFile = checking('open("pid", "w").write(str(os.getpid())); return {"score": 1}');
  const fixture = await open(pidFile);
  await fixture.ask(HONEST);
  const pid = Number(readFileSync(join(fixture.directory, 'pid'), 'utf8'));
  process.kill(pid, 0);
  await fixture.close();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
