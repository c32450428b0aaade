import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckSource } from '../kernel/task.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { startLauncher } from '../sandbox/launcher.ts';
import type { JudgeFixture } from './testing/judge-fixture.ts';
import { openJudge } from './testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const BASELINE = {
  'candidate.ts': 'export const answer = (a: number, b: number): number => a + b;',
  'protected.txt': 'as it was',
};

function withChecks(checks: readonly CheckSource[], oracle = ''): Promise<JudgeFixture> {
  return openJudge({
    launcher,
    oracle,
    baseline: BASELINE,
    task: {
      workspace: { root: '.', commit: null, editable: ['*.ts'], exclude: [], maximumFileBytes: 1e6 },
      oracle: { checks, data: [] },
    },
  });
}

function visible(kind: string, options: CheckSource['options'] = {}): CheckSource {
  return { kind, name: kind, slice: 'train', visibility: 'visible', options };
}

/** A check of a module that reports a score, so that the slice has its metric. */
const SCORE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [
    { name: 'score', slice: 'train', visibility: 'visible', inspects: true, run: RUN },
  ] });`;
const PASS = SCORE.replace('RUN', `() => ({ status: 'pass', metrics: { score: 1 } })`);

test('a candidate that changes a protected path is refused by scope', async () => {
  const fixture = await withChecks([visible('scope'), visible('module', { module: 'oracle.ts' })], PASS);
  const honest = { ...BASELINE, 'candidate.ts': 'export const answer = (a: number, b: number) => b + a;' };
  const { verdict } = await fixture.askFiles(honest);
  expect(verdict.status).toBe('pass');
  expect(verdict.checks[0]).toMatchObject({ check: 'scope', metrics: { files: 1 } });

  const meddling = await fixture.askFiles({ ...honest, 'protected.txt': 'as I like it' });
  expect(meddling.verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('protected.txt'),
  });
  const { 'protected.txt': _, ...removing } = honest;
  expect((await fixture.askFiles(removing)).verdict.status).toBe('fail');
  await fixture.close();
});

test('a check asks the baseline beside the candidate, each in its own sandbox', async () => {
  const run = `async ({ subject, open }) => {
    const baseline = await open({ tree: 'baseline' });
    const own = await subject.ask(2, 3);
    const before = await baseline.ask(2, 3);
    return { status: 'pass', metrics: { score: own.value, before: before.value, time: before.milliseconds > 0 ? 1 : 0 } };
  }`;
  const fixture = await withChecks([visible('module', { module: 'oracle.ts' })], SCORE.replace('RUN', run));
  const { verdict } = await fixture.askFiles({
    ...BASELINE,
    'candidate.ts': 'export const answer = (a: number, b: number) => a * b;',
  });
  expect(verdict.checks[0]!.metrics).toEqual({ score: 6, before: 5, time: 1 });
  await fixture.close();
});

test('a check runs a program over a changed copy of a tree, and gets its files', async () => {
  const run = `async ({ execute }) => {
    const outcome = await execute({
      tree: 'candidate', seconds: 5, argv: ['sh', '-c', 'cat protected.txt extra.txt > out.txt; ls > list.txt; echo $WORD >> out.txt; exit 3'],
      overlay: { 'extra.txt': ' and more ', 'candidate.ts': null }, environment: { WORD: 'seen' }, collect: ['out.txt', 'list.txt'],
    });
    const text = (path) => new TextDecoder().decode(outcome.files[path]);
    return { status: 'fail', reason: text('out.txt').trim(), metrics: { exit: outcome.exitCode, gone: text('list.txt').includes('candidate') ? 0 : 1 } };
  }`;
  const fixture = await withChecks([visible('module', { module: 'oracle.ts' })], SCORE.replace('RUN', run));
  const { verdict } = await fixture.askFiles(BASELINE);
  expect(verdict).toMatchObject({ status: 'fail', reason: 'score: as it was and more seen' });
  expect(verdict.checks[0]!.metrics).toEqual({ exit: 3, gone: 1 });
  await fixture.close();
});

test('a judgement that is called off in the middle of a companion is no fault of the oracle', async () => {
  const run = `async ({ execute }) => {
    await execute({ tree: 'candidate', seconds: 30, argv: ['sleep', '30'] });
    await execute({ tree: 'candidate', seconds: 30, argv: ['true'] });
    return { status: 'pass', metrics: { score: 1 } };
  }`;
  const fixture = await withChecks([visible('module', { module: 'oracle.ts' })], SCORE.replace('RUN', run));
  const calledOff = new AbortController();
  const judged = fixture.askFiles(BASELINE, { signal: calledOff.signal });
  setTimeout(() => calledOff.abort(new Error('enough')), 1000);
  await expect(judged).rejects.toThrow('enough');
  // The oracle process is still there for the next one.
  const quick = fixture.askFiles(BASELINE, { signal: AbortSignal.timeout(2000) });
  await expect(quick).rejects.toThrow(/timeout/);
  await fixture.close();
});

test('the build of the baseline outlives the judgement that first asked for it', async () => {
  const collection = { seconds: 10, files: 10, bytes: 1e6 };
  const fixture = await openJudge({
    launcher,
    oracle: PASS,
    baseline: BASELINE,
    task: {
      build: {
        argv: ['sh', '-c', 'sleep 1; echo > made.txt'],
        outputs: ['made.txt'],
        tools: {},
        limits: collection,
      },
      oracle: { checks: [visible('module', { module: 'oracle.ts' })], data: [] },
    },
  });
  const first = fixture.askFiles(BASELINE, { signal: AbortSignal.timeout(300) });
  await expect(first).rejects.toThrow(/timeout/);
  expect((await fixture.askFiles(BASELINE)).verdict.status).toBe('pass');
  await fixture.close();
});

test('a candidate that is only files is judged by its files', async () => {
  const fixture = await openJudge({
    launcher,
    oracle: PASS,
    baseline: BASELINE,
    task: {
      subject: { kind: 'files' },
      oracle: { checks: [visible('size'), visible('module', { module: 'oracle.ts' })], data: [] },
    },
  });
  const { verdict } = await fixture.askFiles({ 'a.txt': 'four\n' });
  expect(verdict).toMatchObject({ status: 'pass' });
  expect(verdict.checks[0]!.metrics).toEqual({ bytes: 5, lines: 1 });
  expect(await fixture.judge.probeOracle('screening')).toEqual([]);
  await fixture.close();
});

test.each([
  [visible('no-such-kind'), /there is no check of kind "no-such-kind"/],
  [visible('golden', { cases: 'missing.jsonl' }), /missing\.jsonl cannot be read/],
  [visible('size', { most: -1 }), /oracle\.checks, check "size", most/],
  [visible('size', { mots: 1 }), /mots/],
])('a check that cannot be made stops everything before anything is judged: %#', async (check, message) => {
  await expect(withChecks([check])).rejects.toThrow(message);
});
