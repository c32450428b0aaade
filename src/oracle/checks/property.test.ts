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

const SORT = 'export const answer = (xs: number[]): number[] => [...xs].sort((a, b) => a - b);';

describe('property', () => {
  const trusted = `
    import { fc } from 'fulcrum/checks';
    export const inputs = fc.tuple(fc.array(fc.nat(50), { maxLength: 8 }));
    export const holds = async ([xs]: [number[]], answer: number[]) => {
      if (answer.length !== xs.length) return 'another length';
      return answer.every((x, i) => i === 0 || answer[i - 1] <= x);
    };`;
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await openCheck({
      launcher,
      kind: 'property',
      taskFiles: { 'trusted.ts': trusted },
      options: { inputs: { module: 'trusted.ts', arbitrary: 'inputs' }, module: 'trusted.ts', runs: 60 },
    });
  });
  afterAll(() => fixture.close());

  test('an honest candidate passes', async () => {
    expect(await resultOf(fixture, SORT)).toMatchObject({ status: 'pass', metrics: { inputs: 60 } });
  });
  test('a wrong one is shown on the simplest input', async () => {
    expect(
      await resultOf(fixture, 'export const answer = (xs) => [...new Set(xs)].sort((a, b) => a - b);'),
    ).toMatchObject({
      status: 'fail',
      reason: 'the property does not hold',
      evidence: { arguments: [[expect.any(Number), expect.any(Number)]], fault: 'another length' },
    });
  });
  test.each(['null', '7', '{ length: 3 }', '"abc"'])(
    'an answer that makes the property throw fails the candidate, not the oracle: %s',
    async (answer) => {
      const result = await resultOf(
        fixture,
        `export const answer = (xs) => (xs.length === 3 ? ${answer} : xs.sort((a, b) => a - b));`,
      );
      expect(result.status).toBe('fail');
    },
  );
  test('a candidate that throws fails', async () => {
    expect(await resultOf(fixture, 'export const answer = () => { throw 1; };')).toMatchObject({
      status: 'fail',
      reason: 'it gives no answer',
    });
  });
});
