import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckSource } from '../../kernel/task.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;
let fixture: JudgeFixture;

/** Pairs out of order, each compared with each. */
const SLOW = `
  export function answer(list: readonly number[]): number {
    let count = 0;
    for (let left = 0; left < list.length; left += 1)
      for (let right = left + 1; right < list.length; right += 1) if (list[left]! > list[right]!) count += 1;
    return count;
  }`;

/** The same by merging sorted halves. */
const FAST = `
  export function answer(list: readonly number[]): number {
    if (list.length < 2) return 0;
    const middle = list.length >> 1;
    const left = list.slice(0, middle);
    const right = list.slice(middle);
    let count = answer(left) + answer(right);
    left.sort((a, b) => a - b);
    right.sort((a, b) => a - b);
    for (let at = 0, passed = 0; at < left.length; at += 1) {
      while (passed < right.length && right[passed]! < left[at]!) passed += 1;
      count += passed;
    }
    return count;
  }`;

const INPUTS = {
  arguments: [{ list: { of: { integer: [-100_000, 100_000] }, length: [3000, 7000] } }],
};

function withSpeed(options: CheckSource['options']): Promise<JudgeFixture> {
  const check: CheckSource = {
    kind: 'speed',
    name: 'speed',
    slice: 'train',
    visibility: 'visible',
    options: {
      inputs: INPUTS,
      rounds: 5,
      classes: 2,
      plausible: 1000,
      minimum: 1,
      confidence: 0.85,
      ...options,
    },
  };
  return openJudge({
    launcher,
    oracle: '',
    baseline: { 'candidate.ts': SLOW },
    task: { objectives: [], oracle: { checks: [check], data: [] } },
  });
}

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  fixture = await withSpeed({});
});
afterAll(async () => {
  await fixture.close();
  await launcher.close();
});

async function metricsOf(source: string, judge = fixture) {
  const { verdict } = await judge.ask(source);
  expect(verdict).toMatchObject({ status: 'pass', reason: null });
  return verdict.checks[0]!.metrics;
}

test('a better algorithm is faster, and the interval says so', async () => {
  const { ratio, low, high, ...fast } = await metricsOf(FAST);
  expect(low).toBeGreaterThan(1);
  expect(ratio).toBeGreaterThanOrEqual(low!);
  expect(high).toBeGreaterThanOrEqual(ratio!);
  expect(fast).toEqual({ fast_1: 1, fast_1_5: expect.any(Number), fast_2: expect.any(Number) });
});

test('the same algorithm is not faster', async () => {
  const { low, high } = await metricsOf(`${SLOW} // unchanged`);
  expect(low).toBeLessThan(1.2);
  expect(high).toBeGreaterThan(0.8);
});

describe('nothing is gained by', () => {
  const renamed = SLOW.replace('function answer', 'function count').replace('export', '');
  test.each([
    [
      'remembering answers',
      `const known = new Map<string, number>(); ${renamed}
       export function answer(list: readonly number[]) {
         const key = list.join();
         if (!known.has(key)) known.set(key, count(list));
         return known.get(key);
       }`,
    ],
    [
      'stopping its own clocks',
      `performance.now = () => 0; Date.now = () => 0; process.hrtime.bigint = () => 0n; ${SLOW}`,
    ],
    [
      'being fast for small inputs alone',
      `${renamed} ${FAST.replace('export function answer', 'function quick').replaceAll('answer(', 'quick(')}
       export const answer = (list: readonly number[]) => list.length < 5000 ? quick(list) : count(list);`,
    ],
  ])('%s', async (_, source) => {
    const { low } = await metricsOf(source);
    expect(low).toBeLessThan(1.2);
  });
});

const renamedSlow = SLOW.replace('function answer', 'function count').replace('export', '');

test.each([
  ['answers anything at once', 'export const answer = () => 0;', 'its answer is wrong'],
  [
    'promises to answer later',
    `${renamedSlow} export const answer = (list: readonly number[]) => ({ get value() { return count(list); } });`,
    'its answer is not plain data',
  ],
  [
    'is right but for the timed ones',
    `${renamedSlow} let calls = 0;
     export const answer = (list: readonly number[]) => (++calls > 1 ? 0 : count(list));`,
    'its answer is wrong',
  ],
  [
    'sends an answer before it is asked',
    `import { writeSync } from 'node:fs'; ${renamedSlow}
     export const answer = (list: readonly number[]) => { writeSync(3, '0 value 1\\n'); return count(list); };`,
    'what it sent was not accepted',
  ],
  [
    'works ahead while it is loaded',
    `const until = performance.now() + 150; while (performance.now() < until); ${SLOW}`,
    'its start takes more than 2 times',
  ],
])('a candidate that %s is refused', async (_, source, reason) => {
  const { verdict } = await fixture.ask(source);
  expect(verdict.status).not.toBe('pass');
  expect(verdict.reason).toContain(reason);
});

test('one that keeps the processor busy while the baseline is timed is refused', async ({ skip }) => {
  // Where no control group counts it, nobody can say.
  if (launcher.stamp.level === 3) return skip();
  const busy = `import { spawn } from 'node:child_process';
    spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }).unref(); ${SLOW}`;
  const { verdict } = await fixture.ask(busy);
  expect(verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('it works while the baseline is timed'),
  });
});

test('what is too good to be believed waits for a person', async () => {
  const cautious = await withSpeed({ plausible: 1.1, rounds: 3 });
  const { verdict } = await cautious.ask(FAST);
  expect(verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('implausible: held for a person'),
  });
  await cautious.close();
});

test('as a gate it wants the lower end of the interval', async () => {
  const gate = await withSpeed({ least: 1.5 });
  expect((await gate.ask(FAST)).verdict.status).toBe('pass');
  expect((await gate.ask(`${SLOW} // unchanged`)).verdict).toMatchObject({
    status: 'fail',
    reason: expect.stringContaining('it is not shown to be 1.5 times as fast'),
  });
  await gate.close();
});

test('answers too short to be timed are said to be', async () => {
  const short = await withSpeed({
    minimum: 5000,
    rounds: 3,
  });
  const { verdict } = await short.ask(`${SLOW} // unchanged`);
  expect(verdict.reason).toContain('too short to be timed');
  await short.close();
});

test.each([
  [{ rounds: 1 }, /rounds/],
  [{ inputs: { arguments: [{ lsit: {} }] } }, /inputs/],
  [{ reference: { module: 'missing.ts' } }, /missing\.ts/],
])('a check that cannot be made is refused before anything is judged: %#', async (options, message) => {
  await expect(withSpeed(options)).rejects.toThrow(message);
});
