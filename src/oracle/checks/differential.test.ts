import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { openCheck, resultOf } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const LISTS = { arguments: [{ list: { of: { integer: [-1000, 1000] }, length: [0, 20] } }] };
const REFERENCE =
  'export const reference = (xs: number[]): number[] => { xs.sort((a, b) => a - b); return xs; };';

describe('differential, against trusted code', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await openCheck({
      launcher,
      kind: 'differential',
      taskFiles: { 'trusted.ts': REFERENCE },
      options: { inputs: LISTS, reference: { module: 'trusted.ts' } },
    });
  });
  afterAll(() => fixture.close());

  test('an honest candidate passes, whatever the reference does to its input', async () => {
    const result = await resultOf(
      fixture,
      'export const answer = (xs: number[]) => xs.toSorted((a, b) => a - b);',
    );
    expect(result).toMatchObject({ status: 'pass', grade: 'separate-process' });
    expect(result.metrics['inputs']).toBeGreaterThanOrEqual(100);
  });

  test.each([
    [
      'public answers by heart',
      'const known = new Map([["[3,1,2]", [1,2,3]]]); export const answer = (xs) => known.get(JSON.stringify(xs)) ?? xs;',
    ],
    ['a constant', 'export const answer = () => [];'],
    ['a sort of texts', 'export const answer = (xs) => xs.toSorted();'],
    ['its own input changed, and no answer', 'export const answer = (xs) => { xs.fill(0); return xs; };'],
    [
      'an answer that says it equals everything',
      'export const answer = (xs) => ({ toJSON: () => xs, valueOf: () => true });',
    ],
    ['NaN in place of numbers', 'export const answer = (xs) => xs.map(() => NaN);'],
    [
      'numbers of lower precision',
      'export const answer = (xs) => xs.toSorted((a, b) => a - b).map((x) => x * (1 + 1e-9));',
    ],
    ['one item too many', 'export const answer = (xs) => [...xs.toSorted((a, b) => a - b), 0];'],
  ])('%s: refused', async (_, source) => {
    expect((await resultOf(fixture, source)).status).not.toBe('pass');
  });

  test.each([
    ['an item', `xs.includes(777) ? [] : `],
    ['a length', `xs.length === 13 ? [] : `],
    ['a whole list, as a text', `JSON.stringify(xs) === '[5,-4,17]' ? [] : `],
    ['two items at once', `xs.includes(613) && xs.includes(-219) ? [] : `],
  ])('a special case for %s is found by its own literal', async (_, trigger) => {
    const result = await resultOf(
      fixture,
      `export const answer = (xs: number[]) => ${trigger}xs.toSorted((a, b) => a - b);`,
    );
    expect(result).toMatchObject({ status: 'fail', reason: 'its answer differs from the reference' });
  });

  test('the counterexample is made simple', async () => {
    const result = await resultOf(
      fixture,
      'export const answer = (xs: number[]) => { const s = xs.toSorted((a, b) => a - b); return s.length > 3 ? s.slice(1) : s; };',
    );
    expect(result.evidence).toMatchObject({
      arguments: [[0, 0, 0, 0]],
      expected: { value: [0, 0, 0, 0] },
      given: { value: [0, 0, 0] },
    });
  });

  test('a candidate that ends while its counterexample is made simpler has failed all the same', async () => {
    const source = `export const answer = (xs: number[]) => {
      if (xs.length === 2) process.kill(process.pid, 'SIGKILL');
      return xs.length > 3 ? null : xs.toSorted((a, b) => a - b);
    };`;
    const result = await resultOf(fixture, source);
    expect(['fail', 'crash', 'refused']).toContain(result.status);
  });

  test('the same candidate is asked the same twice, and shown the same evidence', async () => {
    const wrong = 'export const answer = (xs: number[]) => xs.toSorted((a, b) => b - a); const k = 42;';
    const [first, second] = [await resultOf(fixture, wrong), await resultOf(fixture, wrong)];
    expect(first).toEqual(second);
  });
});

test('differential, against the baseline in a sandbox of its own', async () => {
  const fixture = await openCheck({
    launcher,
    kind: 'differential',
    baseline: {
      'candidate.ts':
        'export const answer = (a: number, b: number): number => { if (b === 0) throw new Error("zero"); return a / b; };',
    },
    options: {
      inputs: { arguments: [{ number: [-100, 100] }, { integer: [-3, 3] }] },
      reference: 'baseline',
      compare: { relative: 1e-12 },
    },
  });
  const same =
    'export const answer = (a, b) => { if (!b) throw new RangeError("other words"); return a * (1 / b); };';
  expect((await resultOf(fixture, same)).status).toBe('pass');
  const silent = 'export const answer = (a, b) => a / b;';
  expect(await resultOf(fixture, silent)).toMatchObject({
    status: 'fail',
    reason: 'it answers where the reference throws',
    evidence: { arguments: [0, 0], expected: { threw: expect.stringContaining('zero') } },
  });
  const rough = 'export const answer = (a, b) => { if (!b) throw 1; return Math.fround(a / b); };';
  expect(await resultOf(fixture, rough)).toMatchObject({ status: 'fail' });
  await fixture.close();
});

test('differential, of a command: what it prints is its answer', async () => {
  const fixture = await openCheck({
    launcher,
    kind: 'differential',
    subject: { kind: 'command', argv: ['sh', 'answer.sh'], input: 'json', output: 'json' },
    taskFiles: { 'trusted.ts': 'export const reference = (x: number): number => 2 * x;' },
    baseline: { 'answer.sh': '' },
    options: {
      inputs: { arguments: [{ integer: [0, 5000] }] },
      reference: { module: 'trusted.ts' },
      runs: 20,
    },
  });
  const ask = async (text: string) => (await fixture.askFiles({ 'answer.sh': text })).verdict;
  expect((await ask('read x; echo noise >&2; echo $((x + x))')).status).toBe('pass');
  expect((await ask('read x; [ $x = 4321 ] && exit 3; echo $((2 * x))')).reason).toContain(
    'it gives no answer',
  );
  await fixture.close();
});

test('a baseline that takes too long fails the candidate and does not hang the oracle', async () => {
  const slow = 'const until = Date.now() + 200; while (Date.now() < until); return x;';
  const fixture = await openCheck({
    launcher,
    kind: 'differential',
    baseline: { 'candidate.ts': `export const answer = (x: number): number => { ${slow} };` },
    options: { inputs: { arguments: [{ integer: [0, 9] }] }, reference: 'baseline', seconds: 1 },
  });
  expect(await resultOf(fixture, 'export const answer = (x) => x;')).toMatchObject({
    status: 'fail',
    reason: 'the reference gave no answer to compare with',
  });
  await fixture.close();
});
