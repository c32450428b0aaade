import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import { isSameJson } from '../../kernel/json.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState, foldRun, screenedScore } from '../../kernel/run-state.ts';
import { LEDGER_FILE, readLedger } from '../../ledger/sqlite-ledger.ts';
import { freezeTask } from '../../task/freeze-task.ts';
import { memoryStore } from '../../workspace/memory-store.ts';
import { startedTask } from '../started-task.ts';
import type { ComparedRun, Progress } from './compared-run.ts';
import type { PlannedRun } from './plan-comparison.ts';

/** What is left to do of a run. */
export type Standing = 'new' | 'resume' | 'ended';

/**
 * Where a planned run stands.
 *
 * @throws FulcrumError `FULCRUM_E_RUN_EXISTS` where its folder holds a run of another task, seed, strategy or budget
 */
export function standingOf({ directory, defined }: PlannedRun): Standing {
  if (!existsSync(join(directory, LEDGER_FILE))) return 'new';
  const ledger = readLedger(directory);
  try {
    if (ledger.head() === null) return 'new';
    const { task, hash } = freezeTask(defined, memoryStore());
    const { state } = historyIn(ledger);
    const same = isSameJson(startedTask(ledger), task);
    if (!same || state.taskHash !== hash) throw inTheWay(directory);
    return state.finished === null || state.finished.reason === 'stop-requested' ? 'resume' : 'ended';
  } finally {
    ledger.close();
  }
}

/** Reads what a run that ended came to; null while it has no judged baseline or no end. */
export function readRun({ strategy, seed, directory }: PlannedRun): ComparedRun | null {
  const ledger = readLedger(directory);
  try {
    const { state, progress } = historyIn(ledger);
    const { baseline, incumbent, finished, spending } = state;
    if (baseline === null || incumbent === null || finished === null) return null;
    return {
      strategy,
      seed,
      directory,
      reason: finished.reason,
      evaluations: spending.evaluations,
      progress,
      baseline: baseline.candidate,
      winner: incumbent.candidate,
    };
  } finally {
    ledger.close();
  }
}

function historyIn(ledger: ReturnType<typeof readLedger>): {
  readonly state: RunState;
  readonly progress: readonly Progress[];
} {
  let state = emptyRunState;
  const progress: Progress[] = [];
  for (const { event } of ledger.entries()) {
    const before = state;
    state = foldRun(before, event);
    if (state.incumbent === null || state.incumbent === before.incumbent) continue;
    const score = screenedScore(state.task!, state.incumbent.screened);
    progress.push({ evaluations: state.spending.evaluations, score });
  }
  return { state, progress };
}

function inTheWay(directory: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_RUN_EXISTS',
    domain: 'usage',
    what: 'a run of another task, seed, strategy or budget is in the way',
    where: directory,
    mend: 'Compare under another --name, or remove this folder',
  });
}
