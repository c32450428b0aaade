import { mkdirSync } from 'node:fs';
import { exactAcceptance } from '../acceptance/exact.ts';
import { clearStopRequest, isStopRequested } from '../guards/stop-request.ts';
import type { Judge } from '../kernel/contracts/judge.ts';
import type { Ledger, StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { StopReason } from '../kernel/event.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { Budget } from '../kernel/task.ts';
import { startedAttestation } from '../ledger/attestation.ts';
import { lockRun } from '../ledger/run-lock.ts';
import { openLedger } from '../ledger/sqlite-ledger.ts';
import type { RunOutcome } from '../loop/loop.ts';
import { runLoop } from '../loop/loop.ts';
import { createProposer } from '../proposers/index.ts';
import type { ModelDoor } from '../proposers/services.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { goalText } from './goal-text.ts';
import { withModelDoor } from './model-door.ts';
import { proposerServices } from './proposer-services.ts';
import { createStrategy } from '../strategies/index.ts';
import type { DefinedTask } from '../task/define-task.ts';
import type { FrozenTask } from '../task/freeze-task.ts';
import { freezeTask } from '../task/freeze-task.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { createViewer } from '../workspace/view.ts';
import { oracleSeed } from './oracle-seed.ts';
import { runDirectory } from './run-directory.ts';
import { packageVersion } from './version.ts';
import { withJudge } from './with-judge.ts';

export interface RunOptions {
  /** Where the run is kept; default: `.fulcrum/main` in the task's folder. */
  readonly directory?: string;
  /** `new` (default) refuses a folder that holds a run; `resume` demands one. */
  readonly mode?: 'new' | 'resume';
  /** `none` judges without a sandbox: every verdict is marked so. */
  readonly isolation?: 'required' | 'none';
  /** Candidates judged side by side; default: the cores of this machine. Changes speed, never results. */
  readonly workers?: number;
  /** Replaces the budget when a run is resumed. */
  readonly budget?: Budget;
  /** Asks the questions of another run, so that the two can be compared: its run directory. */
  readonly questionsOf?: string;
  /** Seconds an oracle may take for itself in one judgement; default: 60. */
  readonly oracleSeconds?: number;
  /** Told of every entry once it is durable. */
  readonly onEntry?: (entry: StoredEntry) => void;
  /** Ends the run cleanly. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly directory: string;
  readonly reason: StopReason;
  readonly state: RunState;
}

/**
 * Runs a task until a guard halts it and returns what it came to. Everything it decided is in the ledger of the run
 * directory when this resolves.
 *
 * @throws FulcrumError for anything that is not a candidate's doing; the run can then be resumed
 */
export async function runTask(defined: DefinedTask, options: RunOptions = {}): Promise<RunResult> {
  const directory = options.directory ?? runDirectory(defined.directory);
  mkdirSync(directory, { recursive: true });
  const lock = lockRun(directory);
  try {
    const ledger = openLedger(directory);
    try {
      checkMode(ledger, directory, options.mode ?? 'new');
      clearStopRequest(directory);
      const outcome = await runFrozen(freezeTask(defined, ledger), ledger, directory, options);
      return { directory, ...outcome };
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

function checkMode(ledger: Ledger, directory: string, mode: 'new' | 'resume'): void {
  const exists = ledger.head() !== null;
  if (mode === 'new' && exists) {
    throw new FulcrumError({
      code: 'FULCRUM_E_RUN_EXISTS',
      domain: 'usage',
      what: 'there is a run here already',
      where: directory,
      mend: 'Go on with `fulcrum resume`, or start another with --name',
    });
  }
  if (mode === 'resume' && !exists) {
    throw new FulcrumError({
      code: 'FULCRUM_E_RUN_MISSING',
      domain: 'usage',
      what: 'there is no run to resume',
      where: directory,
      mend: 'Start one with `fulcrum run`',
    });
  }
}

function runFrozen(
  frozen: FrozenTask,
  ledger: Ledger,
  directory: string,
  options: RunOptions,
): Promise<RunOutcome> {
  const { task } = frozen;
  const stopRequested = (): boolean => options.signal?.aborted === true || isStopRequested(directory);
  const { services, lend } = proposerServices({
    taskDirectory: frozen.directory,
    runDirectory: directory,
    goal: goalText(task),
    waiting: { alone: task.proposers.length === 1, stopRequested },
  });
  const proposers = task.proposers.map((source) => createProposer(source, services));
  const strategy = createStrategy(task.strategy);
  const allTrusted = proposers.every((proposer) => proposer.trusted);
  const seed = oracleSeed(directory, task, frozen.hash, {
    allTrusted,
    questionsOf: options.questionsOf ?? null,
  });
  const isolation = options.isolation ?? 'required';
  const composition = {
    frozen,
    store: ledger,
    oracleSeed: seed,
    isolation,
    // A run that was started unsigned goes on so: nothing would say which of its verdicts had to be signed.
    signed: ledger.head() === null || startedAttestation(ledger) !== null,
    workers: options.workers ?? null,
    oracleSeconds: options.oracleSeconds ?? null,
  };
  const editable = pathMatcher(task.workspace.editable);
  const run = (judge: Judge, launcher: LauncherHandle, models: ModelDoor | null): Promise<RunOutcome> => {
    lend(launcher, models);
    return runLoop({
      task,
      taskHash: frozen.hash,
      baselineTree: frozen.tree,
      edits: { editable, maximumFileBytes: task.workspace.maximumFileBytes },
      view: createViewer(ledger, editable),
      ledger,
      judge,
      oracleSeed: seed,
      proposers,
      strategy,
      acceptance: exactAcceptance(task),
      budget: options.budget ?? null,
      version: packageVersion(),
      stopRequested,
      now: () => performance.now(),
      onEntry: options.onEntry ?? (() => undefined),
    });
  };
  return withModelDoor(task, options.budget ?? task.budget, directory, (models) =>
    withJudge(composition, (judge, launcher) => run(judge, launcher, models)),
  );
}
