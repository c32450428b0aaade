import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import { sideBySide } from '../../kernel/side-by-side.ts';
import { LEDGER_FILE } from '../../ledger/sqlite-ledger.ts';
import { runTask } from '../run-task.ts';
import type { ComparedRun } from './compared-run.ts';
import type { ComparisonPlan, PlannedRun } from './plan-comparison.ts';
import { plannedRuns } from './plan-comparison.ts';
import { readRun, standingOf } from './read-run.ts';

export interface ComparisonSettings {
  /** Runs at work at a time. */
  readonly jobs: number;
  /** Candidates each of them judges side by side. */
  readonly workers: number;
  readonly isolation: 'required' | 'none';
  /** Ends all runs cleanly; the same comparison then goes on where they stopped. */
  readonly signal: AbortSignal;
  readonly onNotice: (notice: string) => void;
  /** Told of each run that ended, in the order they did. */
  readonly onRun: (run: ComparedRun, seconds: number) => void;
}

/**
 * Runs what is left of a comparison, each run in its own directory. All strategies are asked the same questions under one
 * seed. Returns the runs in the order of the plan; fewer than planned when it was interrupted.
 *
 * @throws FulcrumError `FULCRUM_E_RUN_EXISTS` before anything runs; what a run throws, when the others have stopped
 */
export async function runComparison(
  plan: ComparisonPlan,
  settings: ComparisonSettings,
): Promise<readonly ComparedRun[]> {
  checkPlace(plan.directory);
  const planned = plannedRuns(plan);
  const standings = planned.map(standingOf);
  const failure = new AbortController();
  const signal = AbortSignal.any([settings.signal, failure.signal]);
  const inTurn = sideBySide(settings.jobs);
  const [first] = plan.strategies;
  const leaders = new Map<string, Promise<unknown>>();
  const work = planned.map((run, index) => {
    const leader = leaders.get(run.seed) ?? null;
    const ended = (async () => {
      // The one whose questions the others ask has to have them first.
      await leader;
      const questionsOf = leader === null ? null : join(plan.directory, `${first!.kind}-${run.seed}`);
      return inTurn(() => perform(run, standings[index]!, questionsOf, { ...settings, signal }));
    })();
    ended.catch(() => failure.abort());
    if (leader === null) leaders.set(run.seed, ended);
    return ended;
  });
  const settled = await Promise.allSettled(work);
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? (outcome.value ?? []) : []));
}

async function perform(
  run: PlannedRun,
  standing: ReturnType<typeof standingOf>,
  questionsOf: string | null,
  { workers, isolation, signal, onNotice, onRun }: ComparisonSettings,
): Promise<ComparedRun | null> {
  const started = performance.now();
  if (standing !== 'ended') {
    if (signal.aborted) return null;
    const { directory, defined } = run;
    const mode = standing === 'resume' ? 'resume' : 'new';
    const questions = questionsOf === null ? {} : { questionsOf };
    await runTask(defined, { directory, mode, ...questions, workers, isolation, signal, onNotice });
  }
  const ended = readRun(run);
  if (ended === null || ended.reason === 'stop-requested') return null;
  onRun(ended, (performance.now() - started) / 1000);
  return ended;
}

function checkPlace(directory: string): void {
  if (!existsSync(join(directory, LEDGER_FILE))) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_RUN_EXISTS',
    domain: 'usage',
    what: 'there is a single run where the comparison would be kept',
    where: directory,
    mend: 'Compare under another --name',
  });
}
