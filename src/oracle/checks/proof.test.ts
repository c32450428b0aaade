import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { openJudge } from '../testing/judge-fixture.ts';

let launcher: LauncherHandle;

beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(() => launcher.close());

const PASS = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [
    { name: 'score', slice: 'train', visibility: 'visible', run: () => ({ status: 'pass', metrics: { score: 1 } }) },
  ] });`;

const BRANCH = `export const size = (x: number): number => (x < 0 ? -x : x);`;

const baseline = { 'size.ts': BRANCH };

function withProof(options: JsonObject): Promise<JudgeFixture> {
  const place = { slice: 'train', visibility: 'visible' } as const;
  return openJudge({
    launcher,
    oracle: PASS,
    baseline,
    taskFiles: { 'reference.ts': BRANCH, 'unbounded.ts': 'export const size = (x: number) => x / 2;' },
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

describe.each([
  ['the baseline', OPTIONS],
  ['a file of the task', { ...OPTIONS, reference: { file: 'reference.ts', function: 'size' } }],
])('against %s', (_name, options) => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await withProof(options);
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
