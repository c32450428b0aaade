import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { metricOf } from '../../src/kernel/verdict.ts';
import { emptyRunState, foldRun } from '../../src/kernel/run-state.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { changedFiles } from '../../src/workspace/changes.ts';
import { fulcrum } from '../stand-ins/command-line.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Runs an example in a copy of its own and returns where it ended. */
async function runExample(folder: string, evaluations: number) {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-example-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const example = join(directory, folder);
  cpSync(join(ROOT, folder), example, { recursive: true, filter: (path) => !path.includes('.fulcrum') });
  cpSync(join(ROOT, 'node_modules/semver'), join(directory, 'node_modules/semver'), { recursive: true });
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
  const changes = changedFiles(ledger, baseline!.candidate.tree, incumbent!.candidate.tree);
  ledger.close();
  return { baseline: baseline!, winner: incumbent!, changed: changes.map(({ path }) => path) };
}

it('improves a program in Python by operators on Python, judged in Python', async () => {
  const { baseline, winner } = await runExample('examples/python-knapsack', 40);
  for (const slice of ['small', 'larger']) {
    const [before, after] = [baseline, winner].map(({ fresh }) => metricOf(fresh, slice, 'gap')!);
    expect(after!).toBeLessThan(before! / 2);
  }
}, 60_000);

it('makes the program of an npm package smaller, started anew for every question', async () => {
  const { baseline, winner, changed } = await runExample('examples/repository/semver', 3);
  for (const path of changed) expect(path).toMatch(/^(?:bin|classes|functions|internal)\//);
  expect(winner.candidate.size).toBeLessThan(baseline.candidate.size);
  for (const slice of ['questions', 'others', 'malformed'])
    expect(metricOf(winner.fresh, slice, 'wrong')).toBe(0);
}, 120_000);
