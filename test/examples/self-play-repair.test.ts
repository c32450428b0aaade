import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BugFacts } from '../../examples/self-play-repair/oracle/bug-checks.ts';
import { failedBugChecks } from '../../examples/self-play-repair/oracle/bug-checks.ts';
import { drawHiddenCalls } from '../../examples/self-play-repair/oracle/hidden-calls.ts';
import { PACKAGES, packageDirectory, packageNamed } from '../../examples/self-play-repair/oracle/packages.ts';
import { recordSuite } from '../../examples/self-play-repair/oracle/recorded-suite.ts';
import { play } from '../../examples/self-play-repair/play.ts';
import { judgeRepairs } from '../../examples/self-play-repair/judge-repairs.ts';
import { selfPlayTask } from '../../examples/self-play-repair/self-play-task.ts';
import { describeCall } from '../../examples/self-play-repair/workspace/describe-call.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';
import { withFile } from '../../src/workspace/tree.ts';

function freshDirectory(): string {
  const made = mkdtempSync(join(tmpdir(), 'fulcrum-self-play-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('the tests of a package as data', () => {
  it('are as many as its file holds', () => {
    const { tests, leftOut } = recordSuite(packageNamed('json-schema-traverse'));
    const file = join(packageDirectory(packageNamed('json-schema-traverse')), 'spec/index.spec.js');
    const inFile = readFileSync(file, 'utf8').match(/\bit\(/g)!.length;
    expect([tests.length, leftOut]).toEqual([inFile, []]);
  });

  it('say what a person reads in them', () => {
    const { tests } = recordSuite(packageNamed('minimist'));
    const multiple = tests.find(({ name }) => name === 'parse: parse args')!;
    expect(multiple.calls[1]).toEqual({ member: null, args: [['-v', 'a', '-v', 'b', '-v', 'c']] });
    expect(multiple.expected[1]).toEqual({
      returned: { v: ['a', 'b', 'c'], _: [] },
      heard: [],
      polluted: [],
    });
  });

  it('tell what a function they pass is told', () => {
    const visit = (listener: (...told: unknown[]) => unknown) => [listener('a', { b: 1 }), listener()];
    expect(describeCall(visit, { member: null, args: [{ $: 'function' }] })).toEqual({
      returned: [false, false],
      heard: [['a', { b: 1 }], []],
      polluted: [],
    });
  });
});

it('draws hidden calls that no test makes', () => {
  for (const subject of PACKAGES) {
    const recorded = recordSuite(subject).tests.flatMap(({ calls }) => calls);
    const known = new Set(recorded.map((call) => JSON.stringify(call)));
    const drawn = drawHiddenCalls(recorded, 200, createRandom('hidden'));
    const fresh = drawn.filter((call) => !known.has(JSON.stringify(call)));
    expect(fresh.length).toBeGreaterThan(150);
  }
});

describe('the seven checks of a bug', () => {
  const bug: BugFacts = {
    tests: ['a', 'b', 'c'],
    weakened: ['b', 'c'],
    readable: true,
    passedBefore: ['a', 'b', 'c'],
    failing: ['a'],
    changedFiles: ['x.js', 'y.js'],
    failingWithout: { 'x.js': [], 'y.js': [] },
  };
  const demands = { passing: 3, changedFiles: 1, failing: 1 };

  it('hold for a bug', () => {
    expect(failedBugChecks(bug, demands)).toEqual([]);
  });

  it.each([
    ['test files exist', { weakened: ['b', 'd'] }, {}],
    ['results can be read', { readable: false }, {}],
    ['enough tests pass before', {}, { passing: 4 }],
    ['enough files changed', {}, { changedFiles: 3 }],
    ['enough tests fail now', {}, { failing: 2 }],
    ['weakening hides a failure', { weakened: ['a', 'b'] }, {}],
    ['every file is needed', { failingWithout: { 'x.js': [], 'y.js': ['a'] } }, {}],
  ])('refuse where not: %s', (name, facts, harder) => {
    expect(failedBugChecks({ ...bug, ...facts }, { ...demands, ...harder })).toEqual([name]);
  });
});

const ARM = { package: 'json-schema-traverse', share: 1, seed: '1', attempts: 2, tries: 20 };

it('puts bugs in and keeps none of them, nor a repair', async () => {
  const played = await play({ ...ARM, evaluations: 30 }, freshDirectory());
  expect(played).toMatchObject({ kept: false, judged: 30 });
  expect(played.tally.valid).toBeGreaterThan(0);
  expect(played.tally.injected).toBeGreaterThanOrEqual(played.tally.valid);
  expect(played.game.bugs.length).toBeGreaterThan(0);
}, 60_000);

it('catches by hidden calls a repair that every test of the package is content with', async () => {
  const directory = freshDirectory();
  const task = selfPlayTask({ ...ARM, package: 'minimist', evaluations: 1 }, directory);
  const path = task.task.workspace.editable[0]!;
  const store = openLedger(join(directory, 'run'));
  const { tree } = freezeTask(task, store);
  const original = readFileSync(join(directory, 'workspace', path), 'utf8');
  const made = (number: number, before: string, after: string) => {
    expect(original.split(before)).toHaveLength(2);
    const text = original.replace(before, () => after);
    return { number, bug: 0, tree: withFile(store, tree, path, new TextEncoder().encode(text))! };
  };
  // Without its anchor the pattern takes every text that ends in digits for a number.
  const overfit = made(1, '(/^[-+]?', '(/[-+]?');
  const sound = made(2, "typeof x === 'number'", "typeof x == 'number'");
  const [first, second] = await judgeRepairs(task, store, [overfit, sound]).finally(() => store.close());
  expect(first!.withheld).toBe(0);
  expect(first!.different).toBeGreaterThan(0);
  expect(second).toMatchObject({ withheld: 0, different: 0 });
}, 60_000);
