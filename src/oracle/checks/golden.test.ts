import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckSource, HeldOutSlice, SubjectSource } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import type { Oracle } from '../define.ts';
import { loadChecks } from '../load-checks.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

function golden(cases: string, order: Partial<CheckSource> = {}): CheckSource {
  return {
    kind: 'golden',
    name: cases,
    slice: 'train',
    visibility: 'visible',
    ...order,
    options: { cases, ...order.options },
  };
}

function isHeldOut({ visibility }: CheckSource): boolean {
  return visibility === 'held-out';
}
const OTHERS = { name: 'others', metric: null, direction: 'maximize', tolerance: 0 } as const;

function withCases(
  taskFiles: { readonly [name: string]: string },
  checks: readonly CheckSource[],
  others: HeldOutSlice = OTHERS,
): Promise<JudgeFixture> {
  return openJudge({
    launcher,
    oracle: '',
    taskFiles,
    slices: { visible: ['train'], heldOut: checks.some(isHeldOut) ? [others] : [] },
    baseline: { 'candidate.ts': '' },
    task: {
      oracle: { checks, data: [] },
      objectives: [
        { metric: 'cases', slice: 'train', direction: 'maximize', unit: '', target: null, required: null },
      ],
    },
  });
}

function lines(numbers: readonly number[]): string {
  return numbers.map((x) => JSON.stringify({ arguments: [x], expected: x * x })).join('\n');
}

const SQUARE = 'export const answer = (x: number): number => x * x;';
const HELD_OUT = { visibility: 'held-out', slice: 'others' } as const;

test('right answers pass; a table of the visible ones fails on what is held out, and is told nothing', async () => {
  const fixture = await withCases(
    { 'seen.jsonl': lines([1, 2, 3]), 'hidden.jsonl': `${lines([12, 13])}\n\n` },
    [golden('seen.jsonl'), golden('hidden.jsonl', HELD_OUT)],
  );
  const { verdict } = await fixture.ask(SQUARE);
  expect(verdict.checks).toMatchObject([
    { status: 'pass', metrics: { cases: 3 }, grade: 'separate-process' },
    { status: 'pass', metrics: { cases: 2 }, grade: 'held-out' },
  ]);
  const table = await fixture.ask('export const answer = (x) => ({ 1: 1, 2: 4, 3: 9 })[x] ?? 0;');
  expect(table.verdict.checks.map(({ status }) => status)).toEqual(['pass', 'fail']);
  expect(table.verdict.reason).not.toMatch(/12|13|144|169/);
  await fixture.close();
});

test('the order of asking differs from label to label, and a sample asks so many', async () => {
  const count = 30;
  const fixture = await withCases(
    { 'cases.jsonl': lines(Array.from({ length: count }, (_, index) => index)) },
    [golden('cases.jsonl'), golden('sample', { options: { cases: 'cases.jsonl', sample: 7 } })],
  );
  // It answers wrongly at its fifth question, so that the evidence tells which that was.
  const source = 'let n = 0; export const answer = (x) => (++n === 5 ? -1 : x * x);';
  const fifth = async (inputs: string) => {
    const { verdict } = await fixture.ask(source, { inputs });
    expect(verdict.checks[0]!.reason).toContain('after 4 right ones');
    return JSON.stringify(verdict.checks[0]!.evidence);
  };
  const asked = [];
  for (const inputs of ['a', 'b', 'c', 'd']) asked.push(await fifth(inputs));
  expect(new Set(asked).size).toBeGreaterThan(1);
  expect(await fifth('a')).toBe(asked[0]);
  expect((await fixture.ask(SQUARE)).verdict.checks[1]!.metrics).toEqual({ cases: 7 });
  await fixture.close();
});

describe('answers made to slip through a comparison', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withCases({ 'cases.jsonl': lines([1, 2, 3]) }, [golden('cases.jsonl')]);
  });
  afterAll(() => fixture.close());

  test.each([
    [
      'an object that claims to be equal',
      'export const answer = () => ({ valueOf: () => 1, toJSON: () => 1 });',
    ],
    ['NaN', 'export const answer = () => NaN;'],
    ['an infinite number', 'export const answer = () => Infinity;'],
    ['a text of the number', 'export const answer = (x) => String(x * x);'],
    ['a number nearly right', 'export const answer = (x) => x * x + 1e-12;'],
    ['a huge answer', 'export const answer = (x) => [x * x, ...Array(9000).fill(7)];'],
  ])('%s is refused', async (_, source) => {
    const { verdict } = await fixture.ask(source);
    expect(verdict.status).not.toBe('pass');
    expect(JSON.stringify(verdict.checks[0]!.evidence).length).toBeLessThan(8000);
  });
});

const CASE = '{"arguments":[1],"expected":1}';

/** The oracle as its process makes it before anything is judged. */
async function load(
  taskFiles: { readonly [name: string]: string | Uint8Array },
  checks: readonly CheckSource[],
  subject: SubjectSource = { kind: 'node', module: 'candidate.ts', export: 'answer' },
): Promise<Oracle> {
  const taskDirectory = mkdtempSync(join(tmpdir(), 'fulcrum-golden-test-'));
  try {
    for (const [name, content] of Object.entries(taskFiles))
      writeFileSync(join(taskDirectory, name), content);
    return await loadChecks(checks, { taskDirectory, subject });
  } finally {
    rmSync(taskDirectory, { recursive: true });
  }
}

describe('a set that cannot be trusted is refused before the run', () => {
  test.each<[string, string, RegExp]>([
    ['no JSON', `${CASE}\n{"arguments": [1], `, /line 2 of cases\.jsonl is no case/],
    ['no list of arguments', '{"arguments":1,"expected":1}', /line 1 .*arguments/],
    ['a field too many', '{"arguments":[1],"expected":1,"note":"x"}', /note/],
    ['nothing', ' \n\n', /holds no case/],
    ['the same question twice', `${CASE}\n\n{"arguments":[1],"expected":2}`, /line 3 .* the same as line 1/],
    [
      'a number that no double holds',
      '{"arguments":[9007199254740993],"expected":1}',
      /9007199254740993 is beyond/,
    ],
    ['a number beyond all doubles', '{"arguments":[1],"expected":1e999}', /1e999 is beyond/],
    ['a prototype', '{"arguments":[{"__proto__":{"x":1}}],"expected":1}', /__proto__/],
    ['a nest too deep', `{"arguments":[${'['.repeat(70)}${']'.repeat(70)}],"expected":1}`, /nested deeper/],
    [
      'a nest that ends a stack',
      `{"arguments":[${'['.repeat(2e5)}${']'.repeat(2e5)}],"expected":1}`,
      /line 1/,
    ],
  ])('%s', async (_, text, message) => {
    await expect(load({ 'cases.jsonl': text }, [golden('cases.jsonl')])).rejects.toThrow(message);
  });

  test('bytes that are no text', async () => {
    const latin = Buffer.from([0x22, 0xe9, 0x22]);
    await expect(load({ 'cases.jsonl': latin }, [golden('cases.jsonl')])).rejects.toThrow(/not UTF-8/);
  });

  test('one that is held out and visible, however it is written', async () => {
    const files = {
      'seen.jsonl': `{"arguments":[{"a":1,"b":2}],"expected":3}\n${CASE}`,
      'more.jsonl': '{"arguments":[5],"expected":5}',
      'hidden.jsonl': '{"expected":3,"arguments":[{"b":2.0,"a":1}]}\n{"arguments":[8],"expected":8}',
    };
    const checks = [golden('seen.jsonl'), golden('more.jsonl'), golden('hidden.jsonl', HELD_OUT)];
    await expect(load(files, checks)).rejects.toThrow(
      /1 of its cases is also in the visible check "seen\.jsonl"/,
    );
  });

  test('two visible sets may overlap', async () => {
    const files = { 'a.jsonl': CASE, 'b.jsonl': CASE };
    const oracle = await load(files, [golden('a.jsonl'), golden('b.jsonl')]);
    expect(oracle.checks).toHaveLength(2);
  });

  test('a question a command cannot be asked', async () => {
    const command: SubjectSource = { kind: 'command', argv: ['cat'], input: 'text', output: 'text' };
    await expect(load({ 'cases.jsonl': CASE }, [golden('cases.jsonl')], command)).rejects.toThrow(
      /line 1 .* cannot be asked/,
    );
  });
});

describe('a share of right answers', () => {
  const half = { options: { atLeast: 0.5 } };

  test('is measured in place of failing at the first wrong one, and has a least', async () => {
    const fixture = await withCases({ 'seen.jsonl': lines([1, 2, 3, 4]) }, [golden('seen.jsonl', half)]);
    const upTo = async (most: number): Promise<unknown> => {
      const { verdict } = await fixture.ask(`export const answer = (x) => (x <= ${most} ? x * x : -1);`);
      return verdict.checks[0];
    };
    expect(await upTo(4)).toMatchObject({ status: 'pass', metrics: { cases: 4, right: 1 } });
    expect(await upTo(3)).toMatchObject({
      status: 'pass',
      metrics: { right: 0.75 },
      evidence: { firstWrong: { arguments: [4], expected: 16, given: { value: -1 } } },
    });
    expect(await upTo(1)).toMatchObject({ status: 'fail', metrics: { right: 0.25 } });
    const { verdict } = await fixture.ask('export const answer = (x) => (x < 4 ? x * x : process.exit(0));');
    expect(verdict.status).not.toBe('pass');
    await fixture.close();
  });

  test('is what the ladder answers from, case by case, and nothing of the cases is told', async () => {
    const heldOut: HeldOutSlice = {
      ...{ name: 'others', metric: 'right', direction: 'maximize', tolerance: 0 },
      ...{ items: 'fixed', answer: { kind: 'ladder', step: null } },
    };
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const fixture = await withCases(
      { 'seen.jsonl': lines([100]), 'hidden.jsonl': lines(numbers) },
      [golden('seen.jsonl'), golden('hidden.jsonl', { ...HELD_OUT, options: { atLeast: 0 } })],
      heldOut,
    );
    const reads = async (right: string, inputs: string): Promise<unknown> => {
      const source = `export const answer = (x) => (x === 100 || (${right}) ? x * x : -1);`;
      const { verdict } = await fixture.ask(source, { inputs });
      return verdict.checks[1];
    };
    // The standard error of the paired differences decides, case by case (Blum and Hardt 2015, section 3). Two cases
    // gained and one lost of 20: 0.05 better, with an error of sqrt((3 - 20 * 0.05 ** 2) / 19 / 20) = 0.088: not told.
    expect(await reads('x <= 10', 'decision-1')).toMatchObject({ metrics: { right: 0.5 }, reads: 1 });
    expect(await reads('x > 1 && x <= 12', 'decision-2')).toMatchObject({
      metrics: { right: 0.5 },
      reads: 2,
    });
    // Five gained, none lost: 0.25 with sqrt((5 - 20 * 0.25 ** 2) / 19 / 20) = 0.099. Told.
    expect(await reads('x <= 15', 'decision-3')).toMatchObject({ metrics: { right: 0.75 } });
    // Five gained, four lost: 0.05 with sqrt((9 - 20 * 0.05 ** 2) / 19 / 20) = 0.153. Not told.
    const told = await reads('x > 4', 'decision-4');
    expect(told).toMatchObject({ metrics: { right: 0.75 }, evidence: null });
    expect((told as CheckResult).metrics).not.toHaveProperty('cases');
    await fixture.close();
  });
});
