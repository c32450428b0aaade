import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { drawMalformed, drawQuestion } from '../../examples/repository/semver/oracle/questions.ts';
import { createRandom } from '../../src/kernel/random.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { changedFiles } from '../../src/workspace/changes.ts';
import { pathMatcher } from '../../src/workspace/paths.ts';

const satisfies = createRequire(import.meta.url)('semver/functions/satisfies') as (
  version: string,
  range: string,
  options: object,
) => boolean;

it('asks questions of both answers, so that no constant passes', () => {
  const random = createRandom('questions');
  const answers = Array.from({ length: 500 }, () => drawQuestion(random)).map(({ version, range, options }) =>
    satisfies(version, range, options),
  );
  const positive = answers.filter(Boolean).length / answers.length;
  expect(positive).toBeGreaterThan(0.1);
  expect(positive).toBeLessThan(0.6);
});

it('damages a question in one place only', () => {
  for (let draw = 0; draw < 200; draw += 1) {
    const before = drawQuestion(createRandom(`question ${draw}`));
    const after = drawMalformed(createRandom(`question ${draw}`));
    expect(before.version === after.version || before.range === after.range).toBe(true);
    expect(after.options).toEqual(before.options);
  }
});

it('makes semver smaller without a wrong answer, in editable files alone', async () => {
  const task = loadTask(join(import.meta.dirname, '../../examples/repository/semver'));
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-repository-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const budget = { evaluations: 24, wallSeconds: null };
  const { state } = await runTask(overrideTask(task, { budget }), { directory });
  const { baseline, incumbent } = state;
  expect(incumbent!.candidate.size).toBeLessThan(baseline!.candidate.size);
  for (const slice of ['questions', 'others', 'malformed'])
    expect(metricOf(incumbent!.fresh, slice, 'wrong')).toBe(0);
  const ledger = readLedger(directory);
  const changes = changedFiles(ledger, baseline!.candidate.tree, incumbent!.candidate.tree);
  ledger.close();
  expect(
    changes.map(({ path }) => path).filter((path) => !pathMatcher(task.task.workspace.editable)(path)),
  ).toEqual([]);
}, 60_000);
