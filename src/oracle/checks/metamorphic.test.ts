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

describe('metamorphic', () => {
  const sum = 'export const answer = (xs: number[]): number => xs.reduce((a, b) => a + b, 0);';
  const relations = [{ kind: 'permutation' }, { kind: 'scaling', factor: 2 }, { module: 'trusted.ts' }];
  const trusted = `export const relations = [{
    name: 'one more item adds itself',
    transform: ({ arguments: [xs] }, random) => [[...xs, 1 + random.below(9)]],
    relate: (first, second) => Number(second.answer.toFixed(2)) === first.answer + second.arguments[0].at(-1),
  }];`;
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await openCheck({
      launcher,
      kind: 'metamorphic',
      taskFiles: { 'trusted.ts': trusted },
      options: { inputs: LISTS, relations },
    });
  });
  afterAll(() => fixture.close());

  test('an honest candidate passes, without a reference', async () => {
    expect(await resultOf(fixture, sum)).toMatchObject({ status: 'pass' });
  });
  test.each([
    ['permutation', 'export const answer = (xs) => xs.reduce((a, b) => a + b, 0) + (xs[0] < 0 ? xs[0] : 0);'],
    ['scaling', 'export const answer = (xs) => xs.reduce((a, b) => a + b, 0) + 0.25;'],
    ['one more item adds itself', 'export const answer = () => 0;'],
    ['one more item adds itself', 'export const answer = () => [];'],
  ])('%s is violated, and the pair is shown', async (relation, source) => {
    const result = await resultOf(fixture, source);
    expect(result).toMatchObject({
      status: 'fail',
      reason: `the relation "${relation}" does not hold`,
      evidence: { relation, second: expect.anything() },
    });
  });
  test('a table of known answers is betrayed by the order of its keys', async () => {
    const table = `${sum.replace('answer', 'honest')} export const answer = (xs: number[]) => (JSON.stringify(xs) === '[1,2,3]' ? 99 : honest(xs));`;
    expect((await resultOf(fixture, table)).status).toBe('fail');
  });
});

test('idempotence and monotonicity, and answers that cannot be asked', async () => {
  const fixture = await openCheck({
    launcher,
    kind: 'metamorphic',
    baseline: { 'candidate.ts': 'export const answer = (x: number): number => Math.max(0, x);' },
    options: {
      inputs: { arguments: [{ integer: [-50, 50] }] },
      relations: [{ kind: 'idempotence' }, { kind: 'monotonicity', step: 5 }],
    },
  });
  expect((await resultOf(fixture, 'export const answer = (x) => Math.max(0, x);')).status).toBe('pass');
  expect(await resultOf(fixture, 'export const answer = (x) => x + 1;')).toMatchObject({
    reason: 'the relation "idempotence" does not hold',
  });
  expect(
    await resultOf(fixture, 'export const answer = (x) => -Math.max(0, -x) === x ? x : 0;'),
  ).toMatchObject({
    status: 'pass',
  });
  expect(await resultOf(fixture, 'export const answer = (x) => (x > 20 ? 20 : Math.abs(x));')).toMatchObject({
    reason: 'the relation "monotonicity" does not hold',
  });
  const deep =
    'export const answer = () => { let x = []; for (let i = 0; i < 63; i += 1) x = [x]; return x; };';
  expect(await resultOf(fixture, deep)).toMatchObject({
    status: 'fail',
    evidence: { fault: 'what follows from its answer cannot be asked' },
  });
  await fixture.close();
});
