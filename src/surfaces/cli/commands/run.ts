import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_FILE } from '../../../ledger/sqlite-ledger.ts';
import type { Json } from '../../../kernel/json.ts';
import { writeCertificate } from '../../certificate-file.ts';
import { certificateText } from '../certificate-text.ts';
import type { DefinedTask } from '../../../task/define-task.ts';
import { loadTask } from '../../../task/load-task.ts';
import type { RunOptions, RunResult } from '../../run-task.ts';
import { controlDirectoryOf } from '../../run-directory.ts';
import type { TaskOverrides } from '../../started-task.ts';
import { asStarted, overrideTask, startedTask, withoutNotifications } from '../../started-task.ts';
import { keepHeapSmall } from '../../small-heap.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitCodeOfRun } from '../exit-code.ts';
import type { LiveRuns, LiveRunOptions } from '../live-runs.ts';
import { openLiveRuns } from '../live-runs.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';
import { summarise } from '../summary.ts';
import { removeUnjudgedRun } from '../unjudged-run.ts';
import { warnWithoutSandbox } from '../warn-without-sandbox.ts';

export interface RunCommandOptions extends LiveRunOptions {
  readonly overrides: TaskOverrides;
  /** Run the task's control too. */
  readonly control: boolean;
}

/** `fulcrum run`: runs a task to its end, then its control on as many evaluations, and writes the report. */
export async function runCommand(
  reference: RunReference,
  options: RunCommandOptions,
  output: Output,
): Promise<ExitCode> {
  warnWithoutSandbox(options, output);
  const defined = overrideTask(loadTask(reference.task), options.overrides);
  if (removeUnjudgedRun(directoryOf(reference))) {
    output.notice('The run that was here stopped before anything was judged; this one takes its place.');
  }
  return runWithControl(reference, defined, { mode: 'new' }, options, output);
}

/** `fulcrum resume`: goes on where a run was interrupted, under the settings it was started with. */
export async function resumeCommand(
  reference: RunReference,
  options: RunCommandOptions,
  output: Output,
): Promise<ExitCode> {
  warnWithoutSandbox(options, output);
  const { started, latest } = await withRun(reference, ({ ledger, task }) => {
    return { started: startedTask(ledger), latest: task.budget };
  });
  const defined = asStarted(loadTask(reference.task), started);
  // What an earlier resume was given more to spend stays given.
  const budget = { ...latest, ...options.overrides.budget };
  return runWithControl(reference, defined, { mode: 'resume', budget }, options, output);
}

async function runWithControl(
  reference: RunReference,
  defined: DefinedTask,
  start: Pick<RunOptions, 'mode' | 'budget'>,
  options: RunCommandOptions,
  output: Output,
): Promise<ExitCode> {
  keepHeapSmall();
  const directory = directoryOf(reference);
  const live = openLiveRuns(options, output);
  try {
    if (start.mode === 'resume') live.restore(directory);
    const main = await live.run(defined, { directory, ...start });
    const controlDirectory = await runControl(defined, main, options, live);
    live.close();
    const certificate = writeCertificate(directory);
    const { writeReport } = await import('../../write-report.ts');
    const report = writeReport(directory, controlDirectory, undefined, certificate);
    if (certificate !== null) {
      output.data({ type: 'certificate', certificate: certificate as unknown as Json });
      output.text(certificateText(certificate, output));
    }
    output.both({ type: 'report', path: report }, () =>
      summarise({ directory, controlDirectory, report }, output),
    );
    return exitCodeOfRun(main.reason, main.state);
  } finally {
    live.close();
  }
}

/** Runs the control beside the main run's directory, where the task has one and nobody interrupted. */
async function runControl(
  defined: DefinedTask,
  main: RunResult,
  options: RunCommandOptions,
  live: LiveRuns,
): Promise<string | null> {
  const { control } = defined.task;
  const directory = controlDirectoryOf(main.directory);
  const exists = existsSync(join(directory, LEDGER_FILE));
  if (control === null || !options.control || live.interrupted()) return exists ? directory : null;
  const evaluations = Math.max(1, main.state.spending.evaluations);
  // Nobody is asked what a control may keep: it is to show what the search itself is worth.
  const own = { strategy: control, control: null, budget: { evaluations }, approval: 'none' } as const;
  const task = withoutNotifications(overrideTask(defined, own));
  const place = {
    directory,
    mode: exists ? 'resume' : 'new',
    questionsOf: main.directory,
    confirmation: NO_CONFIRMATION,
  } as const;
  await live.run(task, place, 'control');
  return directory;
}

/** Nobody asks what a control is worth. */
const NO_CONFIRMATION = { pairs: 0, ablate: 0 };
