import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LauncherHandle } from '../../sandbox/launcher.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { loadChecks } from '../load-checks.ts';
import type { JudgeFixture } from '../testing/judge-fixture.ts';
import { judgeSuites, suiteOf } from '../testing/suite-fixture.ts';

let launcher: LauncherHandle;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fulcrum-tests-check-'));
  launcher = await startLauncher({ isolation: 'required' });
});
afterAll(async () => {
  await launcher.close();
  rmSync(folder, { recursive: true });
});

/** A folder of the oracle's own; its absolute path. */
function written(name: string, files: { readonly [path: string]: string }): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

const SUITE = `
import test from 'node:test';
import assert from 'node:assert/strict';
import { add, double } from '../src/sum.js';
test('adds', () => assert.equal(add(2, 3), 5));
test.describe('doubling', () => {
  test('of two', () => assert.equal(double(2), 4));
  test('of three', () => assert.equal(double(3), 6));
});
`;
const HONEST = `
export const add = (a, b) => a + b;
export function double(a) { return 2 * a; }
`;
/** Wrong about everything but the sum of 2 and 3. */
const WRONG = `
export const add = () => 5;
export const double = () => 7;
`;
const BASELINE = {
  'package.json': '{"type":"module"}',
  'src/sum.js': HONEST,
  'test/sum.test.js': SUITE,
};
const NODE = { runner: 'node:test' } as const;

describe('a suite that the candidate shares a process with', () => {
  let fixture: JudgeFixture;
  beforeAll(async () => {
    fixture = await judgeSuites(launcher, [suiteOf(NODE)], BASELINE);
  });
  afterAll(() => fixture.close());

  test('passes an honest candidate, and says what that is worth', async () => {
    const honest = { ...BASELINE, 'src/sum.js': HONEST.replace('2 * a', 'a + a') };
    const { verdict } = await fixture.askFiles(honest);
    // The runs that come before the first judgement are no part of it.
    expect((await fixture.askFiles(honest)).verdict).toEqual(verdict);
    expect(verdict.checks[0]).toMatchObject({
      status: 'pass',
      grade: 'same-process',
      metrics: { passed: 3, failed: 0, fixed: 0, share: 1 },
      evidence: {
        expected: { passToPass: 3, failToPass: 0 },
        knownBad: { noticed: 3, of: 3 },
        flakiness: { runs: 1, quarantined: [], escapes: { '1%': 0.99, '5%': 0.95, '10%': 0.9 } },
      },
    });
  });

  test('fails one that breaks something, and says which test', async () => {
    const { verdict } = await fixture.askFiles({ ...BASELINE, 'src/sum.js': WRONG });
    expect(verdict).toMatchObject({
      status: 'fail',
      reason: 'suite: of 3 tests that the baseline passes, 2 fail: test/sum.test.js > doubling > of two',
    });
    expect(verdict.checks[0]!.metrics).toEqual({ passed: 1, failed: 2, fixed: 0, share: 1 / 3 });
  });

  const patchTest = `import test from 'node:test'; test.describe = test.describe.skip;`;
  const findReport = `import { openSync, writeSync } from 'node:fs';
    for (const place of ['self', String(process.ppid)])
      try { writeSync(openSync('/proc/' + place + '/fd/4', 'a'), '0 ["end",0,0]\\n'); } catch {}`;
  test.each([
    ['ends the process at import', { 'src/sum.js': `process.exit(0); ${WRONG}` }, /3 are missing/],
    [
      'prints a report of its own',
      { 'src/sum.js': `console.log('TAP version 13\\nok 1 - adds\\n1..1'); process.exit(0); ${WRONG}` },
      /3 are missing/,
    ],
    [
      'ends the process in a hook',
      { 'src/sum.js': `import { after } from 'node:test'; after(() => process.exit(0)); ${WRONG}` },
      /of 3 tests that the baseline passes/,
    ],
    [
      'ends the process by a timer',
      { 'src/sum.js': `setTimeout(() => process.exit(0)); ${WRONG}` },
      /2 fail/,
    ],
    ['has tests skipped', { 'src/sum.js': `${patchTest} ${WRONG}` }, /2 are missing/],
    [
      'throws when the tests have passed',
      { 'src/sum.js': `${HONEST} setTimeout(() => { throw 1; }, 20);` },
      /no test/,
    ],
    ['writes where a report could be', { 'src/sum.js': `${findReport} ${WRONG}` }, /2 fail/],
    ['changes the tests', { 'src/sum.js': WRONG, 'test/sum.test.js': 'export {};' }, /2 fail/],
    [
      'adds a configuration',
      {
        'src/sum.js': WRONG,
        'package.json': '{"type":"module","imports":{"#x":"./y.js"}}',
        '.env': 'NODE_OPTIONS=--test-only',
      },
      /2 fail/,
    ],
  ])('fails a candidate that %s', async (_, files, reason) => {
    const { verdict } = await fixture.askFiles({ ...BASELINE, ...files });
    expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringMatching(reason) });
  });

  test('does not see that a candidate deletes tests: they are run all the same', async () => {
    const { 'test/sum.test.js': _, ...without } = BASELINE;
    const { verdict } = await fixture.askFiles({ ...without, 'src/sum.js': WRONG });
    expect(verdict).toMatchObject({ status: 'fail', reason: expect.stringMatching(/2 fail/) });
    const right = await fixture.askFiles(without);
    expect(right.verdict.checks[0]).toMatchObject({
      status: 'pass',
      evidence: { setAside: ['test/sum.test.js'] },
    });
  });

  test('is fooled by a candidate that changes what compares, which only its grade tells', async () => {
    const patched = `import assert from 'node:assert/strict'; assert.equal = () => {}; ${WRONG}`;
    const { verdict } = await fixture.askFiles({ ...BASELINE, 'src/sum.js': patched });
    expect(verdict.checks[0]).toMatchObject({ status: 'pass', grade: 'same-process' });
  });
});

test('a report on standard output is worth what the process is worth that prints it', async () => {
  const printing = `
    import { add, double } from '../src/sum.js';
    console.log('1..2');
    console.log(add(2, 3) === 5 ? 'ok 1 - adds' : 'not ok 1 - adds');
    console.log(double(2) === 4 ? 'ok 2 - doubles' : 'not ok 2 - doubles');`;
  const baseline = { ...BASELINE, 'test/sum.test.js': printing };
  const options = { runner: 'tap', program: 'node', arguments: ['test/sum.test.js'] };
  const fixture = await judgeSuites(launcher, [suiteOf(options)], baseline);
  const forged = (report: string) =>
    fixture.askFiles({ ...baseline, 'src/sum.js': `console.log(${JSON.stringify(report)}); ${WRONG}` });
  // A second report makes the first one worthless; ending before it does not.
  const twice = await forged('1..2\nok 1 - adds\nok 2 - doubles');
  expect(twice.verdict.reason).toMatch(/does not keep to its plan/);
  const alone = await fixture.askFiles({
    ...baseline,
    'src/sum.js': `console.log('1..2\\nok 1 - adds\\nok 2 - doubles'); process.exit(0); ${WRONG}`,
  });
  expect(alone.verdict.reason).toBe(null);
  expect(alone.verdict.checks[0]).toMatchObject({ status: 'pass', grade: 'same-process' });
  const huge = await forged('x'.repeat(5 * 2 ** 20));
  expect(huge.verdict.reason).toMatch(/its report was longer than/);
  await fixture.close();
});

test('a report file that is huge fails the candidate that left it', async () => {
  const options = {
    runner: 'junit',
    report: 'report.xml',
    reportBytes: 10_000,
    program: 'node',
    arguments: ['--test', '--test-reporter=junit', '--test-reporter-destination=report.xml'],
  };
  const fixture = await judgeSuites(launcher, [suiteOf(options)], BASELINE);
  const huge = `throw new Error('x'.repeat(20_000));`;
  const { verdict } = await fixture.askFiles({ ...BASELINE, 'src/sum.js': HONEST.replace('return', huge) });
  expect(verdict.reason).toBe(
    'suite: the suite gave no sound report: its report was longer than 10000 bytes',
  );
  await fixture.close();
});

test('no keep may rest on suites alone, unless the task says so', async () => {
  const alone = suiteOf({ ...NODE, acceptSameProcess: false });
  await expect(judgeSuites(launcher, [alone], BASELINE)).rejects.toThrow(
    /FULCRUM_E_ORACLE_INSUFFICIENT|rest on/,
  );
  const scope = { kind: 'scope', name: 'scope', slice: 'train', visibility: 'visible', options: {} } as const;
  await expect(judgeSuites(launcher, [scope, alone], BASELINE)).rejects.toThrow(/acceptSameProcess/);

  const cases = written('cases', { 'cases.jsonl': '{"arguments":[2,4],"expected":6}\n' });
  const golden = { ...scope, kind: 'golden', name: 'golden', options: { cases: join(cases, 'cases.jsonl') } };
  const fixture = await judgeSuites(launcher, [alone, golden], BASELINE, {
    task: {
      subject: { kind: 'node', module: 'src/sum.js', export: 'add' },
      oracle: { checks: [alone, golden], data: [] },
    },
  });
  const patched = `import assert from 'node:assert/strict'; assert.equal = () => {}; ${WRONG}`;
  const { verdict } = await fixture.askFiles({ ...BASELINE, 'src/sum.js': patched });
  expect(verdict.checks.map(({ check, status }) => [check, status])).toEqual([
    ['suite', 'pass'],
    ['golden', 'fail'],
  ]);
  await fixture.close();
});

test('tests held out lie in no workspace, and their names in no reason', async () => {
  const overlay = written('hidden', {
    'hidden/more.test.js': SUITE.replace('adds', 'adds more').replaceAll('2, 3), 5', '1, 1), 2'),
  });
  const hidden = suiteOf(
    { ...NODE, overlay, files: ['hidden/*.test.js'] },
    { name: 'hidden', slice: 'others', visibility: 'held-out' },
  );
  const fixture = await judgeSuites(launcher, [suiteOf(NODE), hidden], BASELINE, {
    slices: {
      visible: ['train'],
      heldOut: [{ name: 'others', metric: null, direction: 'minimize', tolerance: 0 }],
    },
  });
  const { verdict } = await fixture.askFiles(BASELINE);
  expect(verdict.checks.map(({ metrics }) => metrics['passed'])).toEqual([3, 3]);
  const overfitted = HONEST.replace('a + b', '(a === 2 && b === 3 ? 5 : 0)');
  const failed = await fixture.askFiles({ ...BASELINE, 'src/sum.js': overfitted });
  expect(failed.verdict.reason).toBe('hidden: of 3 tests that the baseline passes, 1 fail');
  await fixture.close();
});

test('tests that proposers can read are not held out', async () => {
  const overlay = written('copied', { 'hidden/sum.test.js': SUITE });
  const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, overlay, files: ['hidden/*'] })], BASELINE);
  await expect(fixture.askFiles(BASELINE)).rejects.toThrow(
    /hidden\/sum\.test\.js of its overlay lies in the workspace as well, as test\/sum\.test\.js/,
  );
  await fixture.close();
});

describe('a suite that is to be mended', () => {
  const broken = { ...BASELINE, 'src/sum.js': HONEST.replace('2 * a', 'a < 3 ? 4 : 0') };

  test('counts what a candidate mends', async () => {
    const fixture = await judgeSuites(
      launcher,
      [suiteOf({ ...NODE, failToPass: ['test/sum.test.js > doubling > *'] })],
      broken,
    );
    const before = await fixture.askFiles(broken);
    expect(before.verdict.checks[0]!.metrics).toEqual({ passed: 2, failed: 0, fixed: 0, share: 2 / 3 });
    const after = await fixture.askFiles(BASELINE);
    expect(after.verdict.checks[0]!.metrics).toEqual({ passed: 2, failed: 0, fixed: 1, share: 1 });
    await fixture.close();
  });

  test.each([
    ['test/sum.test.js > adds', /passes on the baseline/],
    ['test/sum.test.js > subtracts', /is no test that fails/],
  ])('refuses to wait for %s', async (identity, message) => {
    const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, failToPass: [identity] })], broken);
    await expect(fixture.askFiles(broken)).rejects.toThrow(message);
    await fixture.close();
  });
});

test('a judgement that is called off is no fault, and the next one goes well', async () => {
  const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, repeats: 4 })], BASELINE);
  const calledOff = new AbortController();
  const judged = fixture.askFiles(BASELINE, { signal: calledOff.signal });
  setTimeout(() => calledOff.abort(new Error('called off')), 200);
  await expect(judged).rejects.toThrow(/^called off$/);
  const { verdict } = await fixture.askFiles(BASELINE);
  expect(verdict.status).toBe('pass');
  await fixture.close();
});

test('nothing rests on a test that does not always pass', async () => {
  // All 16 runs agree once in 2^15.
  const flaky = `${SUITE}\ntest('depends', () => assert.ok(Math.random() < 0.5));`;
  const baseline = { ...BASELINE, 'test/sum.test.js': flaky };
  const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, repeats: 16 })], baseline);
  const { verdict } = await fixture.askFiles(baseline);
  expect(verdict.checks[0]).toMatchObject({
    status: 'pass',
    metrics: { passed: 3 },
    evidence: { flakiness: { runs: 16, quarantined: ['test/sum.test.js > depends'] } },
  });
  await fixture.close();
});

describe('a suite that cannot be evidence is refused before a candidate is judged', () => {
  const onlyCalls = SUITE.replaceAll(/assert\.equal\((.*?\)), \d\)/g, '$1');
  test.each([
    [
      'that looks at nothing',
      { ...BASELINE, 'test/sum.test.js': onlyCalls },
      {},
      /passes on a tree that is known to be bad \(src\/sum\.js\)/,
    ],
    ['without tests', { ...BASELINE, 'test/sum.test.js': '' }, {}, /No test passes/],
    ['without files', BASELINE, { files: ['spec/**'] }, /No file is one of its tests/],
    [
      'over no code',
      { 'test/a.test.js': `require('node:test')('x', () => {});` },
      {},
      /no code to make a known-bad tree/,
    ],
    ['that does not end', { ...BASELINE, 'test/sum.test.js': 'for (;;);' }, { seconds: 1 }, /within 1 s/],
  ])('one %s', async (_, baseline, options, message) => {
    const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, ...options })], baseline);
    await expect(fixture.askFiles(baseline)).rejects.toThrow(message);
    await fixture.close();
  });

  test('one that does not notice the bad tree it was given', async () => {
    const knownBad = written('bad', { 'src/sum.js': `${HONEST} // as good as before` });
    const fixture = await judgeSuites(launcher, [suiteOf({ ...NODE, knownBad })], BASELINE);
    await expect(fixture.askFiles(BASELINE)).rejects.toThrow(/known to be bad/);
    await fixture.close();
  });

  test.each([
    [{ runner: 'nose' }, /runner/],
    [{ runner: 'node:test', report: 'out.xml' }, /leaves no file/],
    [{ runner: 'junit', program: 'sh' }, /names no file/],
    [{ runner: 'tap' }, /names no program/],
    [{ runner: 'jest' }, /package jest is not there/],
    [{ runner: 'pytest', program: '/usr/bin/no-python' }, /no-python is not on this machine/],
    [{ runner: 'node:test', tools: { a: 'missing' } }, /tool a does not exist/],
    [{ runner: 'node:test', overlay: 'missing' }, /missing holds no files/],
    [{ runner: 'node:test', overlay: 'shown/hidden', tools: { all: 'shown' } }, /which candidates can read/],
    [{ runner: 'node:test', links: { '../x': '/etc' } }, /\.\.\/x/],
  ])('one whose options are wrong: %j', async (options, message) => {
    const facts = { taskDirectory: folder, subject: { kind: 'files' } } as const;
    await expect(loadChecks([suiteOf(options)], facts)).rejects.toThrow(message);
  });
});
