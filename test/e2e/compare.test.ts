import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { judgeWinners } from '../../src/surfaces/compare/judge-winners.ts';
import { planComparison } from '../../src/surfaces/compare/plan-comparison.ts';
import { readRun } from '../../src/surfaces/compare/read-run.ts';
import { loadTask } from '../../src/task/load-task.ts';
import { fulcrum, jsonLines, startFulcrum, TINY_TASK, tinyTask } from '../stand-ins/command-line.ts';
import { removeMade } from '../stand-ins/made-folders.ts';

afterAll(removeMade);

const ORDER = ['compare', '--strategies', 'map-elites', '--seeds', '2', '--evaluations', '6'];

interface Told {
  readonly type: string;
  readonly strategy: string;
  readonly seed: string;
  readonly evaluations: number;
}

interface Compared {
  readonly strategies: readonly {
    readonly strategy: string;
    readonly values: readonly (readonly number[])[];
    readonly test: { readonly probability: number; readonly beats: boolean } | null;
    readonly wins: readonly number[];
  }[];
  readonly columns: readonly { readonly slice: string }[];
  readonly conclusion: string;
}

describe('a comparison', () => {
  let directory: string;
  let runs: readonly Told[];
  let compared: Compared;
  beforeAll(async () => {
    directory = tinyTask();
    const ended = await fulcrum([...ORDER, '--json'], directory);
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const lines = jsonLines(ended.stdout);
    runs = lines.filter(({ type }) => type === 'run') as unknown as Told[];
    compared = lines.find(({ type }) => type === 'comparison') as unknown as Compared;
  }, 60_000);

  it('runs every strategy and both controls under every seed on equal budgets', () => {
    const made = runs.map(({ strategy, seed }) => `${strategy} ${seed}`).toSorted();
    expect(made).toEqual([
      'map-elites 1',
      'map-elites 2',
      'random 1',
      'random 2',
      'sequential 1',
      'sequential 2',
    ]);
    expect(new Set(runs.map(({ evaluations }) => evaluations))).toEqual(new Set([6]));
  });

  it('asks all strategies the same questions under one seed, others under another', () => {
    const commitment = (run: string): unknown => {
      const ledger = readLedger(join(directory, '.fulcrum/compare', run));
      for (const { event } of ledger.entries())
        if (event.type === 'run-started') return event.oracleSeedCommitment;
      return null;
    };
    expect(commitment('map-elites-1')).toBe(commitment('random-1'));
    expect(commitment('sequential-1')).toBe(commitment('random-1'));
    expect(commitment('map-elites-2')).not.toBe(commitment('map-elites-1'));
  });

  it('judges all winners however few readings a run may take of a slice', { timeout: 30_000 }, async () => {
    const answer = '{ kind: thresholdout, against: known, threshold: 0.1, noise: 0.01 }';
    const text = TINY_TASK.replace('tolerance: 0', `items: fixed, reads: 1, answer: ${answer}`);
    const defined = loadTask(tinyTask({ 'fulcrum.yaml': text }));
    const run = readRun({
      strategy: '',
      seed: '1',
      directory: join(directory, '.fulcrum/compare/random-1'),
      defined,
    })!;
    const ledger = readLedger(run.directory);
    const passed = [...ledger.entries()].flatMap(({ event }) =>
      event.type === 'candidate-judged' && event.verdict.status === 'pass' ? [event.judged] : [],
    );
    const winners = [...new Set(passed)]
      .filter((number) => number > 0)
      .flatMap((number) => ledger.entriesOf(number))
      .flatMap(({ event }) => (event.type === 'candidate-proposed' ? [event.candidate] : []));
    ledger.close();
    expect(winners.length).toBeGreaterThan(1);
    const plan = planComparison(defined, {
      ...{ strategies: ['random'], seeds: ['1'], evaluations: 1, options: {}, directory },
    });
    const contenders = winners.map((winner) => ({ ...run, winner }));
    const verdicts = await judgeWinners(plan, contenders, 'required');
    const gaps = [verdicts.baseline, ...verdicts.winners].map((verdict) => {
      const [known, unseen] = ['known', 'unseen'].map((slice) => metricOf(verdict, slice, 'error'));
      expect(unseen).not.toBeNull();
      return Math.abs(unseen! - known!);
    });
    // An answer that far from the visible slice takes a reading, and a run has one.
    expect(gaps.filter((gap) => gap > 0.1).length).toBeGreaterThan(1);
  });

  it('measures winners on held-out slices too, and says that two seeds show nothing', () => {
    expect(compared.columns.map(({ slice }) => slice)).toEqual(['known', 'unseen']);
    for (const { values, wins } of compared.strategies) {
      expect(values.map((each) => each.length)).toEqual([2, 2]);
      expect(wins).toHaveLength(3);
    }
    const tests = compared.strategies.flatMap(({ test }) => test ?? []);
    expect(tests).toHaveLength(2);
    // One of the C(4, 2) ways at best, twice.
    expect(tests.every(({ probability, beats }) => probability >= 1 / 6 - 1e-12 && !beats)).toBe(true);
    expect(compared.conclusion).toMatch(
      /^Nothing beats random .* With 2 seeds nothing could: .* 0\.333 at best/,
    );
  });

  it('is a table for people, without running anything again', async () => {
    const before = readFileSync(join(directory, '.fulcrum/compare/map-elites-1/ledger.sqlite'));
    const text = await fulcrum(ORDER, directory);
    expect(text.stdout).toMatch(/^strategy +known +unseen \(held out\)$/m);
    expect(text.stdout).toContain('Nothing beats random at the level 0.05.');
    expect(readFileSync(join(directory, '.fulcrum/compare/map-elites-1/ledger.sqlite')).equals(before)).toBe(
      true,
    );
  });

  it('refuses a folder that holds runs of another budget', async () => {
    const ended = await fulcrum([...ORDER, '--evaluations', '7'], directory);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('FULCRUM_E_RUN_EXISTS');
  });

  it('refuses no seeds', async () => {
    expect((await fulcrum([...ORDER, '--seeds', '0'], directory)).code).toBe(2);
  });
});

describe('a comparison that does not come to its end', () => {
  it('refuses a strategy that the baseline shows nothing to, with what it needs', async () => {
    const directory = tinyTask();
    const roles = [
      '--set',
      'coevolution.solver=["double.ts"]',
      '--set',
      'coevolution.challenger=["double.ts"]',
    ];
    const more = ['--strategies', 'coevolution', ...roles, '--set', 'coevolution.challenges=hard'];
    const ended = await fulcrum(['compare', ...more, '--evaluations', '2'], directory);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/FULCRUM_E_STRATEGY_INAPPLICABLE/);
    expect(ended.stderr).toContain('slice "hard" shows no rates');
  });

  it('goes on after an interrupt, and comes to what it would have come to', async () => {
    const directory = tinyTask();
    const order = ['compare', '--strategies', 'random', '--seeds', '1', '--evaluations', '20', '--json'];
    const started = startFulcrum(order, directory);
    await started.said('"type":"run"');
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(4);
    const ended = await fulcrum(order, directory);
    expect(ended.code).toBe(0);
    const untouched = tinyTask();
    const whole = await fulcrum(order, untouched);
    const figures = (text: string): unknown => jsonLines(text).find(({ type }) => type === 'comparison');
    expect(figures(ended.stdout)).toEqual(figures(whole.stdout));
  }, 60_000);
});
