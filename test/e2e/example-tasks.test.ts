import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { metricOf } from '../../src/kernel/verdict.ts';
import { emptyRunState, foldRun } from '../../src/kernel/run-state.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { changedFiles } from '../../src/workspace/changes.ts';
import { fulcrum } from '../stand-ins/command-line.ts';

const ROOT = resolve(import.meta.dirname, '../..');

type Change = readonly [path: string, before: string, after: string];

/** Runs an example in a copy of its own, with these words changed, and returns where it ended. */
async function runExample(folder: string, evaluations: number, changes: readonly Change[] = []) {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-example-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const example = join(directory, folder);
  cpSync(join(ROOT, folder), example, { recursive: true, filter: (path) => !path.includes('.fulcrum') });
  cpSync(join(ROOT, 'node_modules/semver'), join(directory, 'node_modules/semver'), { recursive: true });
  for (const [path, before, after] of changes) {
    const text = readFileSync(join(example, path), 'utf8');
    expect(text).toContain(before);
    writeFileSync(join(example, path), text.replace(before, after));
  }
  const ran = await fulcrum(
    ['run', '--display', 'none', '--no-control', '--evaluations', `${evaluations}`],
    example,
  );
  expect(ran.stderr).toBe('');
  expect(ran.code).toBe(0);
  const ledger = readLedger(join(example, '.fulcrum/main'));
  const { baseline, incumbent } = [...ledger.entries()].reduce(
    (state, { event }) => foldRun(state, event),
    emptyRunState,
  );
  const changed = changedFiles(ledger, baseline!.candidate.tree, incumbent!.candidate.tree);
  ledger.close();
  return { baseline: baseline!, winner: incumbent!, changed: changed.map(({ path }) => path) };
}

it('improves a program in Python by operators on Python, judged in Python', async () => {
  const { baseline, winner } = await runExample('examples/python-knapsack', 40, [
    // Fewer instances, whose optimum is worked out in Python, and few candidates ahead of the last.
    ['oracle/oracle.py', 'random, 60, 20, ["none", "weak"]', 'random, 30, 20, ["none", "weak"]'],
    ['oracle/oracle.py', 'random, 60, 50, ["none", "weak"]', 'random, 20, 50, ["none", "weak"]'],
    ['oracle/oracle.py', 'random, 60, 20, ["strong"]', 'random, 10, 20, ["strong"]'],
    ['fulcrum.yaml', 'pipeline: 16', 'pipeline: 4'],
  ]);
  for (const slice of ['small', 'larger']) {
    const [before, after] = [baseline, winner].map(({ fresh }) => metricOf(fresh, slice, 'gap')!);
    expect(after!).toBeLessThan(before! / 2);
  }
}, 60_000);

it('makes the program of an npm package smaller, started anew for every question', async () => {
  const { baseline, winner, changed } = await runExample('examples/repository/semver', 3, [
    // A program is started for every question: fewer of them, and no candidates ahead of the three.
    ['oracle/oracle.ts', 'sameAnswers(6, 1, drawQuestion)', 'sameAnswers(3, 1, drawQuestion)'],
    ['oracle/oracle.ts', 'sameAnswers(16, 2, drawQuestion)', 'sameAnswers(5, 2, drawQuestion)'],
    ['oracle/oracle.ts', 'sameAnswers(6, 3, drawMalformed)', 'sameAnswers(3, 3, drawMalformed)'],
    ['fulcrum.yaml', 'pipeline: 16', 'pipeline: 3'],
  ]);
  for (const path of changed) expect(path).toMatch(/^(?:bin|classes|functions|internal)\//);
  expect(winner.candidate.size).toBeLessThan(baseline.candidate.size);
  for (const slice of ['questions', 'others', 'malformed'])
    expect(metricOf(winner.fresh, slice, 'wrong')).toBe(0);
}, 120_000);
