import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { fulcrum, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const TASK = `name: suite
workspace: { editable: [src/**] }
subject: { kind: files }
oracle:
  checks:
    - { kind: scope }
    - { kind: tests, runner: 'node:test', files: ['test/*.test.js'], repeats: 2, failToPass: ['*> doubles'], acceptSameProcess: true }
    - { kind: tests, name: hidden, runner: 'node:test', files: ['hidden/*.test.js'], overlay: hidden-tests, visibility: held-out, acceptSameProcess: true }
objective: { metric: fixed, slice: known, direction: maximize, target: 1 }
slices: { visible: [known], heldOut: [{ name: unseen, metric: passed, direction: maximize }] }
budget: { evaluations: 6 }
seed: 1
pipeline: 2
`;

const suite = (cases: string): string => `import test from 'node:test';
import assert from 'node:assert/strict';
import { add, double } from '../src/sum.js';
${cases}
`;

const FILES = {
  'fulcrum.yaml': TASK,
  'oracle.ts': null,
  'workspace/double.ts': null,
  'workspace/package.json': '{ "type": "module" }',
  'workspace/src/sum.js': 'export const add = (a, b) => a + b;\nexport const double = (a) => a * 3;\n',
  'workspace/test/sum.test.js': suite(
    `test('adds', () => assert.equal(add(2, 3), 5));\ntest('doubles', () => assert.equal(double(2), 4));`,
  ),
  'hidden-tests/hidden/sum.test.js': suite(`test('adds more', () => assert.equal(add(-7, 7), 0));`),
};

it('refuses a task whose keeps would rest on a suite alone', async () => {
  const directory = tinyTask({
    ...FILES,
    'fulcrum.yaml': TASK.replaceAll(', acceptSameProcess: true', ''),
  });
  const refused = await fulcrum(['run', '--display', 'none', '--no-control'], directory);
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('FULCRUM_E_ORACLE_INSUFFICIENT');
});

it('runs a repository with its own suite, another part of which nobody sees', async () => {
  const directory = tinyTask(FILES);
  const ran = await fulcrum(['run', '--display', 'none', '--no-control'], directory);
  expect([ran.stderr, ran.code]).toEqual(['', 0]);
  const ledger = readLedger(join(directory, '.fulcrum/main'));
  const events = [...ledger.entries()].map(({ event }) => event);
  ledger.close();
  const baseline = events.find((event) => event.type === 'baseline-judged')!.fresh;
  expect(baseline.checks.map(({ check, grade, metrics }) => [check, grade, metrics])).toEqual([
    ['scope', 'separate-process', { files: 0 }],
    ['tests', 'same-process', { passed: 1, failed: 0, fixed: 0, share: 1 / 2 }],
    ['hidden', 'same-process', { passed: 1, failed: 0, fixed: 0, share: 1 }],
  ]);
  expect(events.filter(({ type }) => type === 'candidate-decided')).toHaveLength(6);
  const verified = await fulcrum(['verify'], directory);
  expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  const replayed = await fulcrum(['replay'], directory);
  expect(replayed.code, replayed.stdout + replayed.stderr).toBe(0);
}, 120_000);
