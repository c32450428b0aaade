import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { loadChecks } from '../load-checks.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

function withClaims(options: JsonObject): Promise<JudgeFixture> {
  return openJudge({
    launcher,
    oracle: '',
    task: {
      oracle: {
        checks: [{ kind: 'exact', name: 'exact', slice: 'train', visibility: 'visible', options }],
        data: [],
      },
      objectives: [],
    },
  });
}

describe('circles in the unit square', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withClaims({
      rows: [1, 4],
      columns: 3,
      claims: [
        { kind: 'each', column: 2, atLeast: '1e-9' },
        {
          kind: 'inside-box',
          box: [
            [0, 1],
            [0, 1],
          ],
          radius: 2,
        },
        { kind: 'disjoint', dimensions: 2, radius: 2 },
      ],
      measure: { sum: { sum: 2 }, apart: { leastDistance: 2 } },
    });
  });
  afterAll(() => fixture.close());

  const ask = async (answer: string) => (await fixture.ask(`export const answer = () => ${answer};`)).verdict;

  test('four that touch each other and the sides are fine, and proved', async () => {
    const verdict = await ask(
      '[[0.25, 0.25, 0.25], [0.75, 0.25, 0.25], [0.25, 0.75, 0.25], [0.75, 0.75, 0.25]]',
    );
    expect(verdict.checks[0]).toMatchObject({
      status: 'pass',
      grade: 'proved',
      metrics: { sum: 1, apart: 0.5 },
    });
  });

  const least = 'Number.EPSILON / 4';
  test.each([
    ['an overlap by the last bit', `[[0.25, 0.25, 0.25], [0.75, 0.25, 0.25 + ${least}]]`, 'inside-box'],
    ['an overlap in the middle', `[[0.25, 0.5, 0.25], [0.5625, 0.5, 0.0625 + ${least}]]`, 'disjoint'],
    ['sticking out by what a tolerance forgives', '[[0.5, 0.5, 0.5 + 1e-12]]', 'inside-box'],
    ['a negative radius', '[[0.5, 0.5, -1]]', 'each'],
  ])('%s is refused', async (_, answer, claim) => {
    expect(await ask(answer)).toMatchObject({
      status: 'fail',
      reason: `exact: the claim "${claim}" does not hold`,
    });
  });

  test.each([
    '[]',
    '[[0.5, 0.5, NaN]]',
    '[[0.5, 0.5, Infinity]]',
    '[[0.5, 0.5]]',
    '[["0.5", 0.5, 0.1]]',
    '({ length: 1 })',
    'null',
    '1e308',
    'Array(5).fill([0.5, 0.5, 0.01])',
    '[0.5, 0.5, 0.1]',
  ])('%s is no table', async (answer) => {
    expect(await ask(answer)).toMatchObject({
      status: 'fail',
      reason: 'exact: the answer is no 1 to 4 rows of 3 finite numbers',
    });
  });
});

test('sums are exact where doubles are not', async () => {
  const fixture = await withClaims({
    rows: 3,
    columns: 1,
    claims: [{ kind: 'sum', column: 0, equals: 1 }],
  });
  const status = async (answer: string) =>
    (await fixture.ask(`export const answer = () => ${answer};`)).verdict.status;
  expect(await status('[0.5, 0.25, 0.25]')).toBe('pass');
  // Both are 1 when doubles are added from the left.
  expect(await status('[1, 2 ** -60, 0]')).toBe('fail');
  expect(await status('[0.1, 0.2, 0.7]')).toBe('fail');
  await fixture.close();
});

test('distances are compared without a root', async () => {
  const fixture = await withClaims({
    rows: 2,
    columns: 2,
    claims: [{ kind: 'distance', dimensions: 2, atLeast: 5, atMost: '5' }],
    measure: { apart: { leastDistance: 2 } },
  });
  const ask = async (answer: string) => (await fixture.ask(`export const answer = () => ${answer};`)).verdict;
  expect((await ask('[[0, 0], [3, 4]]')).checks[0]!.metrics).toEqual({ apart: 5 });
  expect((await ask('[[0, 0], [3, 4 + 2 ** -50]]')).status).toBe('fail');
  expect((await ask('[[2 ** -52, 0], [3, 4]]')).status).toBe('fail');
  await fixture.close();
});

test.each<[JsonObject, RegExp]>([
  [{ rows: 2, columns: 2, claims: [] }, /claims/],
  [{ rows: 2, columns: 2, claims: [{ kind: 'disjoint', dimensions: 2, radius: 2 }] }, /need 3 columns/],
  [{ rows: 2, columns: 1, claims: [{ kind: 'sum', column: 0, atLeast: 'one' }] }, /neither a decimal number/],
  [{ rows: 1e6, columns: 1, claims: [{ kind: 'sum', column: 0 }] }, /rows/],
])('claims that cannot be checked are refused before the run: %j', async (options, message) => {
  const check = { kind: 'exact', name: 'exact', slice: 'train', visibility: 'visible', options } as const;
  const subject = { kind: 'node', module: 'candidate.ts', export: 'answer' } as const;
  await expect(loadChecks([check], { taskDirectory: '.', subject })).rejects.toThrow(message);
});
