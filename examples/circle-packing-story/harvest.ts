import { openLedger, readLedger } from '../../src/ledger/sqlite-ledger.ts';
import type { RunState } from '../../src/kernel/run-state.ts';
import type { CheckResult } from '../../src/kernel/verdict.ts';
import { metricOf } from '../../src/kernel/verdict.ts';
import { findTables, withRows } from '../../src/proposers/numeric/number-table.ts';
import { withJudge } from '../../src/surfaces/with-judge.ts';
import type { DefinedTask } from '../../src/task/define-task.ts';
import { freezeTask } from '../../src/task/freeze-task.ts';
import { readText, withFile } from '../../src/workspace/tree.ts';

/** A packing whose radii were enlarged by just less than a tolerance forgives, and both verdicts on it. */
export interface Harvest {
  /** Sum of radii of the packing it was made from, proved exactly. */
  readonly honest: number;
  readonly claimed: number;
  readonly tolerant: CheckResult;
  readonly exact: CheckResult;
}

/** Two radii together stay below 1e-6. */
const STOLEN = 4.99e-7;
const TABLE = 'circles.ts';

/** Enlarges every radius of a run's winner and lets the task's own oracle judge it, in a fresh sandbox. */
export async function harvestTolerance(
  task: DefinedTask,
  runDirectory: string,
  { incumbent }: RunState,
  scratchDirectory: string,
): Promise<Harvest> {
  const run = readLedger(runDirectory);
  const winner = readText(run, incumbent!.candidate.tree, TABLE)!;
  run.close();
  const store = openLedger(scratchDirectory);
  try {
    const frozen = freezeTask(task, store);
    const bytes = new TextEncoder().encode(enlarged(winner));
    const candidate = { number: 1, tree: withFile(store, frozen.tree, TABLE, bytes)! };
    const composition = {
      frozen,
      store,
      oracleSeed: 'harvest',
      isolation: 'required',
      signed: false,
      workers: 1,
      oracleSeconds: null,
    } as const;
    const { verdict } = await withJudge(composition, async (judge) => {
      await judge.proveSandbox();
      const { signal } = new AbortController();
      return judge.judge({ candidate, mode: 'fresh', inputs: 'harvest', scope: 'all', signal });
    });
    const [tolerant, exact] = verdict.checks as [CheckResult, CheckResult];
    const honest = metricOf(incumbent!.fresh, 'exact', 'sum')!;
    return { honest, claimed: tolerant.metrics['claimed']!, tolerant, exact };
  } finally {
    store.close();
  }
}

function enlarged(text: string): string {
  const [table] = findTables(TABLE, text);
  const rows = table!.rows.map(([x, y, radius]) => [x!, y!, radius! + STOLEN]);
  return withRows(text, table!, rows);
}
