import { basename } from 'node:path';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import { emptyRunState } from '../kernel/run-state.ts';
import type { RunOutcome } from '../loop/loop.ts';
import { runStateOf } from '../loop/run-snapshot.ts';
import type { DefinedTask } from '../task/define-task.ts';
import { environmentSecrets } from './environment-secrets.ts';
import type { Notifier } from './notifications/notifier.ts';
import { createNotifier } from './notifications/notifier.ts';
import { packageVersion } from './version.ts';

/**
 * Hands `use` what tells people of a run, whom the task names; tells them of the error where it throws, and waits until
 * everything was told or given up.
 */
export async function withNotifications(
  { directory: taskDirectory, notify = [] }: DefinedTask,
  ledger: Ledger,
  directory: string,
  onNotice: (notice: string) => void,
  use: (notifier: Notifier) => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const notifier = createNotifier(notify, {
    run: basename(directory),
    // Where nobody is told, nothing is folded for them.
    state: notify.length > 0 ? runStateOf(ledger, packageVersion()) : emptyRunState,
    taskDirectory,
    environment: process.env,
    secrets: environmentSecrets(process.env),
    onNotice,
  });
  try {
    return await use(notifier);
  } catch (error) {
    notifier.onError(error);
    throw error;
  } finally {
    await notifier.close();
  }
}
