import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Scored } from '../../src/kernel/contracts/strategy.ts';
import { visibleFeedback } from '../../src/kernel/feedback.ts';
import { SCREENING_INPUTS } from '../../src/kernel/run-state.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { instancesOf } from '../../src/strategies/instances.ts';
import { overrideTask } from '../../src/surfaces/started-task.ts';
import { runTask } from '../../src/surfaces/run-task.ts';
import { loadTask } from '../../src/task/load-task.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

it(
  'gives pareto 24 instances, and it takes parents that are best on some and not by their mean',
  { timeout: 60_000 },
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'fulcrum-instances-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    for (const folder of ['knapsack-instances', 'python-knapsack']) {
      const filter = (path: string): boolean => !path.includes('.fulcrum');
      cpSync(join(EXAMPLES, folder), join(home, folder), { recursive: true, filter });
    }
    const budget = { evaluations: 40, wallSeconds: null };
    const defined = overrideTask(loadTask(join(home, 'knapsack-instances')), { budget });
    const { directory } = await runTask(defined);

    const gaps = new Map<number, number>();
    let specialists = 0;
    const ledger = readLedger(directory);
    for (const { event } of ledger.entries()) {
      if (event.type === 'candidate-proposed') {
        const { number, parents } = event.candidate;
        // A hill climb by the mean would take the best of those that were decided when it chose.
        const seen = [...gaps].flatMap(([known, gap]) =>
          known <= number - defined.task.pipeline ? [gap] : [],
        );
        specialists += Number(gaps.get(parents[0]!)! > Math.min(...seen));
      }
      const judged =
        event.type === 'baseline-judged'
          ? { number: 0, verdict: event.screened }
          : event.type === 'candidate-judged' && event.judged === event.number
            ? { number: event.number, verdict: event.verdict }
            : null;
      if (judged === null || judged.verdict.inputs !== SCREENING_INPUTS || judged.verdict.status !== 'pass')
        continue;
      const gap = metricOf(judged.verdict, 'small', 'gap')!;
      const { metrics } = visibleFeedback(judged.verdict);
      const instances = instancesOf({ score: gap, metrics } as Scored, 'gap');
      expect(instances).toHaveLength(24);
      expect(instances.reduce((sum, { value }) => sum + value, 0) / 24).toBeCloseTo(gap, 9);
      gaps.set(judged.number, gap);
    }
    ledger.close();
    expect(gaps.size).toBeGreaterThan(10);
    expect(specialists).toBeGreaterThan(0);
  },
);
