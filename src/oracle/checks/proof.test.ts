import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { PASSING_ORACLE } from '../testing/check-fixture.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const BRANCH = `export const size = (x: number): number => (x < 0 ? -x : x);`;

const baseline = { 'size.ts': BRANCH };

function withProof(
  options: JsonObject,
  files: { readonly [path: string]: string } = baseline,
): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASSING_ORACLE,
    baseline: files,
    taskFiles: {
      'mean.ts': 'export const mean = (x: number, y: number): number => (x + y) / 2;',
      'unbounded.ts': 'export const size = (x: number) => x / 2;',
    },
    task: {
      subject: { kind: 'files' },
      oracle: {
        checks: [
          { kind: 'proof', name: 'proof', ...place, options },
          { kind: 'module', name: 'module', ...place, options: { module: 'oracle.ts' } },
        ],
        data: [],
      },
    },
  });
}

const OPTIONS = { file: 'size.ts', function: 'size', parameters: { x: 'int32' } };

// Warren, Hacker's Delight, 2nd edition, 2-4.
const FAST = `export function size(x: number): number {
  TRAP
  const mask = x >> 31;
  return (x ^ mask) - mask;
}`;

describe('against the baseline', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withProof(OPTIONS);
  });
  afterAll(() => fixture.close());

  test('what is equal is proved', async () => {
    const { verdict } = await fixture.askFiles({ 'size.ts': FAST.replace('TRAP', '') });
    expect(verdict.checks[0]).toMatchObject({ status: 'pass', grade: 'proved', metrics: { proved: 1 } });
  });

  test('a trap that no test would find is shown with its input', async () => {
    const trap = 'if (Math.imul(x, 2654435761) === 1111111111) return 33;';
    const { verdict } = await fixture.askFiles({ 'size.ts': FAST.replace('TRAP', trap) });
    expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringContaining('it gives 33') });
    const { inputs } = verdict.checks[0]!.evidence as { readonly inputs: { readonly x: string } };
    expect(Math.imul(Number(inputs.x), 2654435761)).toBe(1111111111);
  });

  test('what is not in the subset fails and says why', async () => {
    const { verdict } = await fixture.askFiles({ 'size.ts': `import './evil.ts';\n${BRANCH}` });
    expect(verdict).toMatchObject({
      status: 'fail',
      reason: expect.stringMatching(/not proved \(candidate\): line 1/),
    });
  });

  test('a file that is gone fails', async () => {
    const { verdict } = await fixture.askFiles({ 'other.ts': FAST });
    expect(verdict).toMatchObject({ status: 'fail', reason: 'proof: there is no size.ts' });
  });
});

test.each([
  [{ ...OPTIONS, reference: { file: 'unbounded.ts', function: 'size' } }, /quotient/],
  [{ ...OPTIONS, file: 'size.py' }, /no language that is proved/],
  [{ ...OPTIONS, parameters: { x: 'int64' } }, /2\^53/],
])('refuses before anything is judged: %j', async (options, reason) => {
  await expect(withProof(options)).rejects.toThrow(reason);
});

test('a baseline that is its own reference and cannot be proved stops the run, instead of failing in it', async () => {
  const unproved = { 'size.ts': 'export const size = (x: number): number => Math.sqrt(x * x);' };
  const fixture = await withProof(OPTIONS, unproved);
  try {
    await expect(fixture.askFiles(unproved)).rejects.toThrow(
      /Nothing can be proved of the baseline.*Math\.sqrt/s,
    );
  } finally {
    await fixture.close();
  }
});

describe('over the reals, against a file of the task', () => {
  const options = {
    ...{ ...OPTIONS, reference: { file: 'mean.ts', function: 'mean' } },
    parameters: { x: 'real', y: { type: 'real', minimum: -0.5, maximum: 1e3 } },
  };
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withProof(options);
  });
  afterAll(() => fixture.close());

  test('what is equal passes, says in what sense, and is not called proved', async () => {
    const { verdict } = await fixture.askFiles({
      'size.ts': 'export const size = (x: number, y: number): number => x + (y - x) / 2;',
    });
    expect(verdict.checks[0]).toMatchObject({
      ...{ status: 'pass', grade: 'separate-process', metrics: { equalOverReals: 1 } },
      evidence: { holds: 'over the reals, not in floating point' },
    });
  });

  test('a difference comes with fractions, and with the doubles next to them', async () => {
    const { verdict } = await fixture.askFiles({
      'size.ts': 'export const size = (x: number, y: number): number => (3 * x === 700.1 ? y : (x + y) / 2);',
    });
    expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringContaining('x = 7001/30') });
    expect(verdict.checks[0]!.evidence).toMatchObject({
      inputs: { x: '7001/30' },
      nearestDoubles: { x: String(7001 / 30) },
    });
  });
});
