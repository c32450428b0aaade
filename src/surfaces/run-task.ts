import { mkdirSync } from 'node:fs';
import { createAcceptance } from '../acceptance/index.ts';
import { readAnswer } from '../guards/approval-answers.ts';
import { clearStopRequest, isStopRequested } from '../guards/stop-request.ts';
import type { ConfirmationSource } from '../kernel/confirmation.ts';
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
import { runStateOf } from '../loop/run-snapshot.ts';
import { openNetwork } from '../network/open-network.ts';
import type { AgentListener } from '../proposers/agent/trajectory.ts';
import { createProposer } from '../proposers/index.ts';
import { keepSecrets } from '../proposers/keep-secrets.ts';
import { secretForms } from '../proposers/secret-forms.ts';
import type { ModelDoor } from '../proposers/services.ts';
import type { LauncherHandle } from '../sandbox/launcher.ts';
import { recordedAnswers } from './approvals/recorded-answers.ts';
import { environmentSecrets } from './environment-secrets.ts';
import { goalText } from './goal-text.ts';
import { withModelDoor } from './model-door.ts';
import { proposerServices } from './proposer-services.ts';
import { createStrategy } from '../strategies/index.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { DefinedTask } from '../task/define-task.ts';
import type { FrozenTask } from '../task/freeze-task.ts';
import { freezeTask } from '../task/freeze-task.ts';
import { pathMatcher } from '../workspace/paths.ts';
import { createViewer } from '../workspace/view.ts';
import { oracleSeed } from './oracle-seed.ts';
import { runDirectory } from './run-directory.ts';
import type { RunToRepeat } from './run-to-repeat.ts';
import { checkRepeatable, repeatInboxes } from './run-to-repeat.ts';
import type { Notifier } from './notifications/notifier.ts';
import { openMemory, rememberRun } from './run-memory.ts';
import { withNotifications } from './run-notifications.ts';
import { withTelemetry } from './run-telemetry.ts';
import { packageVersion } from './version.ts';
import type { WorkListener } from './watch-work.ts';
import { watchJudge, watchProposer } from './watch-work.ts';
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
  /** Replaces the budget when a run is resumed; without it the one it had last goes on to hold. */
  readonly budget?: Budget;
  /** How the winner is put to the test again at the end; default: what the task says. */
  readonly confirmation?: ConfirmationSource;
  /** Asks the questions of another run, so that the two can be compared: its run directory. */
  readonly questionsOf?: string;
  /** Makes another run again: asks its questions, answers for its models, and ends with its last proposal. */
  readonly again?: RunToRepeat;
  /** Seconds an oracle may take for itself in one judgement; default: 60. */
  readonly oracleSeconds?: number;
  /** Told of every entry once it is durable. */
  readonly onEntry?: (entry: StoredEntry) => void;
  /** Told of what agents at work do, as it happens: their own claims, and what was seen of them. */
  readonly onAgentEvent?: AgentListener;
  /** Told of proposals and judgements as they begin and end. */
  readonly onWork?: WorkListener;
  /** Told once each of what goes wrong beside the run, as telemetry that does not arrive; default: a warning. */
  readonly onNotice?: (notice: string) => void;
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
      const say = options.onNotice ?? warn;
      const outcome = await withNotifications(defined, ledger, directory, say, (notifier) =>
        withTelemetry(defined.task.name, say, async (telemetry) =>
          runFrozen(freezeTask(defined, ledger), ledger, directory, options, { telemetry, notifier }),
        ),
      );
      // A run that is made again teaches nothing that the first did not.
      if (options.again === undefined) rememberRun(defined, ledger);
      return { directory, ...outcome };
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

function warn(notice: string): void {
  process.emitWarning(notice, 'FulcrumWarning');
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
  { telemetry, notifier }: { readonly telemetry: Telemetry; readonly notifier: Notifier },
): Promise<RunOutcome> {
  const { task } = frozen;
  if (options.again !== undefined) {
    checkRepeatable(options.again, frozen.hash);
    repeatInboxes(options.again.directory, directory);
  }
  const editable = pathMatcher(task.workspace.editable);
  const stopRequested = (): boolean => options.signal?.aborted === true || isStopRequested(directory);
  const answerTo =
    options.again === undefined
      ? (number: number) => readAnswer(directory, number)
      : recordedAnswers(options.again.directory);
  const compared = options.again?.directory ?? options.questionsOf ?? null;
  const { blob, memory } = openMemory(frozen, ledger, compared);
  const secrets = secretForms(environmentSecrets(process.env));
  const { services, lend } = proposerServices({
    taskDirectory: frozen.directory,
    runDirectory: directory,
    goal: goalText(task),
    secrets,
    memory,
    waiting: { alone: task.proposers.length === 1 },
    workspace: {
      store: ledger,
      editable,
      editableGlobs: task.workspace.editable,
      maximumFileBytes: task.workspace.maximumFileBytes,
    },
    network: { open: openNetwork },
    onAgentEvent: (...seen) => {
      telemetry.onAgentEvent(...seen);
      options.onAgentEvent?.(...seen);
    },
  });
  const onWork = options.onWork ?? (() => undefined);
  const proposers = task.proposers.map((source) => {
    const proposer = watchProposer(createProposer(source, services), onWork);
    // What is trusted writes nothing of its own accord.
    return telemetry.watchProposer(proposer.trusted ? proposer : keepSecrets(proposer, secrets));
  });
  const strategy = createStrategy(task.strategy);
  const allTrusted = proposers.every((proposer) => proposer.trusted);
  const seed = oracleSeed(directory, task, frozen.hash, {
    allTrusted,
    questionsOf: compared,
  });
  const isolation = options.isolation ?? 'required';
  const recorded = runStateOf(ledger, packageVersion());
  const composition = {
    frozen,
    store: ledger,
    oracleSeed: seed,
    isolation,
    // A run that was started unsigned goes on so: nothing would say which of its verdicts had to be signed.
    signed: ledger.head() === null || startedAttestation(ledger) !== null,
    workers: options.workers ?? null,
    heldOut: { directory, recorded: recorded.heldOut },
    oracleSeconds: options.oracleSeconds ?? null,
  };
  const run = async (
    judge: Judge,
    launcher: LauncherHandle,
    models: ModelDoor | null,
  ): Promise<RunOutcome> => {
    lend(launcher, models);
    for (const proposer of proposers) await proposer.prepare?.();
    return await runLoop({
      task,
      taskHash: frozen.hash,
      baselineTree: frozen.tree,
      edits: { editable, maximumFileBytes: task.workspace.maximumFileBytes },
      view: createViewer(ledger, editable),
      ledger,
      judge: telemetry.watchJudge(watchJudge(judge, onWork)),
      oracleSeed: seed,
      proposers,
      memory: blob,
      strategy,
      acceptance: createAcceptance(task),
      budget: options.budget ?? null,
      ...(options.confirmation === undefined ? {} : { confirmation: options.confirmation }),
      ...(options.again === undefined ? {} : { decisions: options.again.decisions }),
      version: packageVersion(),
      answerTo,
      stopRequested,
      now: () => performance.now(),
      onEntry: (entry) => {
        telemetry.onEvent(entry.event);
        notifier.onEntry(entry);
        options.onEntry?.(entry);
      },
    });
  };
  const budget = options.budget ?? recorded.task?.budget ?? task.budget;
  return withModelDoor(
    task,
    budget,
    directory,
    options.again?.directory ?? null,
    (models) => withJudge(composition, (judge, launcher) => run(judge, launcher, models)),
    telemetry.onModelCall,
  );
}
