import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requestStop } from '../../../guards/stop-request.ts';
import { isFulcrumError } from '../../../kernel/errors.ts';
import { LEDGER_FILE } from '../../../ledger/sqlite-ledger.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES, exitCodeOfError } from '../exit-code.ts';
import { awaitInterrupt } from '../interruption.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf, taskDirectoryOf } from '../open-run.ts';
import type { Output } from '../output.ts';
import { reportError } from '../output.ts';
import { watchTask } from '../task-watch.ts';
import type { RunCommandOptions } from './run.ts';
import { runCommand } from './run.ts';

/**
 * `fulcrum run --watch`: runs the task, and again under a new name whenever its file, workspace or oracle change, until
 * it is interrupted. A run that is under way when they do is stopped first; it can be resumed once they are as before.
 */
export async function watchCommand(
  reference: RunReference,
  options: RunCommandOptions,
  output: Output,
): Promise<ExitCode> {
  const watch = watchTask(taskDirectoryOf(reference));
  const interrupted = awaitInterrupt();
  let code: ExitCode = EXIT_CODES.finished;
  try {
    while (!interrupted.happened()) {
      const place = { ...reference, name: freeName(reference) };
      const changed = watch.changed();
      code = await runUntil(changed, place, options, output);
      if (!interrupted.happened()) output.notice(`Run "${place.name}" is over; waiting for a change.`);
      await Promise.race([changed, interrupted.promise]);
    }
    return code;
  } finally {
    watch.close();
    interrupted.release();
  }
}

/** Runs to the end, or stops cleanly when `changed` resolves before. */
async function runUntil(
  changed: Promise<void>,
  place: RunReference,
  options: RunCommandOptions,
  output: Output,
): Promise<ExitCode> {
  let running = true;
  void changed.then(() => {
    if (running && existsSync(directoryOf(place))) requestStop(directoryOf(place));
  });
  try {
    return await runCommand(place, options, output);
  } catch (error) {
    // A task that is being edited may be wrong for a while.
    if (!isFulcrumError(error)) throw error;
    reportError(output, error);
    return exitCodeOfError(error);
  } finally {
    running = false;
  }
}

/** The name asked for, or the first of `name-2`, `name-3` ... that no run has. */
function freeName(reference: RunReference): string {
  const isFree = (name: string): boolean =>
    !existsSync(join(directoryOf({ ...reference, name }), LEDGER_FILE));
  if (isFree(reference.name)) return reference.name;
  for (let count = 2; ; count += 1)
    if (isFree(`${reference.name}-${count}`)) return `${reference.name}-${count}`;
}
