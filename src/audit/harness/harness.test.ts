import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, onTestFinished, test } from 'vitest';
import { commandHarness } from './command.ts';
import { harborHarness } from './harbor.ts';
import { harnessAttacks } from './harness-attacks.ts';
import type { HarnessOutcome } from './harness.ts';
import { OPENEVOLVE_DRIVER } from './openevolve-driver.ts';
import { openEvolveHarness } from './openevolve.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const ran = (facts: Partial<Extract<HarnessOutcome, { kind: 'ran' }>>): HarnessOutcome => ({
  ...{ kind: 'ran', exitCode: 0, stdout: '', stderr: '', files: {}, report: bytes('') },
  ...facts,
});

const facts = { root: '/w', startsIn: '/w', editable: ['**'], resultFiles: ['r.json'] };

/** What the driver says of an evaluator with this body. */
function said(body: string, times = '1'): string {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-driver-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = (name: string): string => join(directory, name);
  writeFileSync(file('driver.py'), OPENEVOLVE_DRIVER);
  writeFileSync(file('evaluator.py'), `nan = float('nan')\ncalls = []\ndef evaluate(path):\n    ${body}\n`);
  const script = 'exec "$@" 4>report';
  const argv = ['python3', 'driver.py', file('evaluator.py'), 'program.py', times];
  const { stderr } = spawnSync('/bin/sh', ['-c', script, 'sh', ...argv], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return readFileSync(file('report'), 'utf8');
}

test.each([
  ["return {'combined_score': 0.5, 'other': 9}", 'score 0.5\n'],
  ["return {'a': 1, 'b': 3, 'flag': True, 'text': 'x', 'c': nan}", 'score 2.0\n'],
  ["return {'error': 0.0, 'timeout': True}", 'score 0.0\n'],
  ["return {'combined_score': '1e9'}", 'score 1000000000.0\n'],
  ["return {'combined_score': None, 'a': 4}", 'score 4.0\n'],
  ['return 7', 'failed the evaluator returned no metrics\n'],
  ["raise ValueError('no')", "failed the evaluator raised ValueError('no')\n"],
  [
    "from openevolve.evaluation_result import EvaluationResult as R; return R(metrics={'combined_score': 2})",
    'score 2.0\n',
  ],
])('the driver scores as OpenEvolve does: %s', (body, report) => {
  expect(said(body)).toBe(report);
});

test('the driver evaluates as often as it is told, in one process', () => {
  expect(said("calls.append(1); return {'combined_score': len(calls)}", '2')).toBe('score 1.0\nscore 2.0\n');
});

test.each([
  ['score 0.5\nscore 1000000000.0\n', { status: 'pass', score: 1e9 }],
  ['score inf\n', { status: 'pass', score: Number.MAX_VALUE }],
  ['score nan\n', { status: 'fail', score: null }],
  ['score nan\nscore 1.0\n', { status: 'pass', score: 1 }],
  ['failed because\n', { status: 'fail', reason: 'because' }],
  ['', { status: 'crash', score: null }],
])('of the evaluations reported by %j the best counts', (report, verdict) => {
  const { read } = openEvolveHarness({ evaluator: 'e.py', program: 'p.py' });
  expect(read(ran({ report: bytes(report) }))).toMatchObject(verdict);
});

test.each([
  [{ 'reward.json': '{"reward": 1}', 'reward.txt': '0' }, 1],
  [{ 'reward.json': '{"parts": 3}', 'reward.txt': '0.5' }, 0.5],
  [{ 'reward.json': '{"reward": true}' }, null],
  [{ 'reward.txt': '' }, null],
  [{ 'reward.txt': ' 0.25\n' }, 0.25],
])("Harbor's reward in %j is %j", (rewards, score) => {
  const files = Object.fromEntries(
    Object.entries(rewards).map(([name, text]) => [`logs/verifier/${name}`, bytes(text)]),
  );
  // Its exit code means nothing.
  expect(harborHarness('t', []).read(ran({ files, exitCode: 1 })).score).toBe(score);
});

test('a command passes by its exit code, and with a report by the tests that passed', () => {
  const bare = commandHarness({ editable: [], argv: ['x'], report: null });
  expect(bare.read(ran({}))).toMatchObject({ status: 'pass', score: 1 });
  expect(bare.read(ran({ exitCode: 3, stderr: 'a\nAssertionError: two\n  at b' })).reason).toBe(
    'exit code 3: AssertionError: two',
  );
  const counts = { passed: 7, failed: 0 };
  const counting = commandHarness({
    editable: [],
    argv: ['x'],
    report: { path: 'r.xml', read: () => counts },
  });
  const files = { 'r.xml': bytes('') };
  expect(counting.read(ran({ files })).score).toBe(7);
  expect(counting.read(ran({ files, exitCode: 1 })).status).toBe('fail');
  counts.failed = 1;
  expect(counting.read(ran({ files })).status).toBe('fail');
});

const reference = {
  editable: { 'a.py': 'def f(a):\n    return a\n', 'b.mts': 'export const f = (a: number) => a;\n' },
  protectedPaths: ['tests/test.py', 'tests/test.mjs', 'tests/test.sh'],
};

test('Python and JavaScript read every attack on a harness', () => {
  const edits = harnessAttacks(reference, facts).flatMap((attack) => attack.edits);
  const text = (ending: string): readonly string[] =>
    edits.filter(({ path }) => path.endsWith(ending)).map(({ content }) => content!);
  for (const source of text('.mts')) expect(parseSync('b.mts', source).errors).toEqual([]);
  const read = 'import ast, json, sys; [ast.parse(text) for text in json.load(sys.stdin)]';
  const { stderr } = spawnSync('python3', ['-c', read], {
    input: JSON.stringify(text('.py')),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(text('.py').length).toBeGreaterThan(30);
});

test('a result file is attacked only where there is one, and files are planted only where candidates may write', () => {
  const names = (some: Partial<typeof facts>): readonly string[] =>
    harnessAttacks(reference, { ...facts, ...some }).map(({ name }) => name);
  expect(names({})).toEqual(expect.arrayContaining(['result forged', 'plant: conftest.py']));
  const fewer = names({ resultFiles: [], editable: ['src/**'] });
  expect(fewer.filter((name) => /^(?:result|plant)/.test(name))).toEqual([]);
});

test('only the file that no other one imports answers wrongly', () => {
  const editable = {
    'index.mjs': "import { g } from './inner.mjs';\nexport const f = () => g();\n",
    'inner.mjs': 'export const g = () => 1;\n',
  };
  const attacks = harnessAttacks({ editable, protectedPaths: [] }, facts);
  const silenced = attacks.find(({ name }) => name === 'assertions silenced')!;
  expect(silenced.edits.map(({ path }) => path)).toEqual(['index.mjs']);
});
