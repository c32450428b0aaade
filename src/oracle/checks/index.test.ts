import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { loadChecks } from '../load-checks.ts';
import type { CheckOrder } from '../testing/check-fixture.ts';
import { NODE_SUBJECT } from '../testing/check-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const REFERENCE =
  'export const reference = (xs: number[]): number[] => { xs.sort((a, b) => a - b); return xs; };';

describe('what cannot be judged is refused before the run', () => {
  const taskDirectory = mkdtempSync(join(tmpdir(), 'fulcrum-checks-test-'));
  writeFileSync(join(taskDirectory, 'trusted.ts'), REFERENCE);
  afterAll(() => rmSync(taskDirectory, { recursive: true }));
  const one = { arguments: [{ integer: [0, 1] }] };
  test.each<[string, Omit<CheckOrder, 'launcher'>, RegExp]>([
    ['no reference', { kind: 'differential', options: { inputs: one } }, /reference/],
    [
      'an unknown export',
      { kind: 'differential', options: { inputs: one, reference: { module: 'trusted.ts', export: 'no' } } },
      /exports no function "no"/,
    ],
    [
      'a shape that is none',
      {
        kind: 'differential',
        options: { inputs: { arguments: [{ whole: [0, 1] }] }, reference: 'baseline' },
      },
      /check "differential"/,
    ],
    [
      'no arbitrary',
      {
        kind: 'property',
        options: {
          inputs: { module: 'trusted.ts', arbitrary: 'reference' },
          module: 'trusted.ts',
          export: 'reference',
        },
      },
      /exports no arbitrary/,
    ],
    [
      'no relations',
      { kind: 'metamorphic', options: { inputs: one, relations: [{ module: 'trusted.ts' }] } },
      /no list of relations/,
    ],
    [
      'a module that does not load',
      { kind: 'property', options: { inputs: one, module: 'missing.ts' } },
      /cannot be loaded/,
    ],
    [
      'a subject that answers nothing',
      { kind: 'differential', subject: { kind: 'files' }, options: { inputs: one, reference: 'baseline' } },
      /answers no questions/,
    ],
  ])('%s', async (_, order, message) => {
    const { kind, options, subject = NODE_SUBJECT } = order;
    const check = { kind, name: kind, slice: 'train', visibility: 'visible', options } as const;
    await expect(loadChecks([check], { taskDirectory, subject })).rejects.toThrow(message);
  });
});

test('a TypeScript oracle uses the same checks', async () => {
  const oracle = `
    import { defineOracle } from 'fulcrum';
    import { declaredInputs, differential, exact, sum, compare } from 'fulcrum/checks';
    const place = { slice: 'train', visibility: 'visible' } as const;
    export default defineOracle({ checks: [
      differential({ ...place, name: 'as the reference', runs: 20,
        inputs: declaredInputs({ list: { of: { number: [0, 1] } } }),
        reference: (xs) => xs.length }),
      { ...place, name: 'exact', run: () => compare(sum([0.1, 0.2].map(exact)), exact('0.3')) > 0
        ? { status: 'pass', metrics: { score: 1 } } : { status: 'fail', reason: 'inexact' } },
    ] });`;
  const fixture = await openJudge({ launcher, oracle, baseline: { 'candidate.ts': '' } });
  expect((await fixture.ask('export const answer = (xs) => xs.length;')).verdict.status).toBe('pass');
  expect((await fixture.ask('export const answer = (xs) => xs.length % 7;')).verdict.status).toBe('fail');
  await fixture.close();
});
