import type { ConfirmationSource } from '../../../kernel/confirmation.ts';
import type { Json } from '../../../kernel/json.ts';
import { loadTask } from '../../../task/load-task.ts';
import { confirmWinnerOf } from '../../confirm-run.ts';
import { asStarted, startedTask } from '../../started-task.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { watchInterrupts } from '../interruption.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';
import { certificateCommand } from './certificate.ts';

export interface ConfirmCommandOptions {
  readonly confirmation: ConfirmationSource;
  readonly isolation: 'required' | 'none';
}

/**
 * `fulcrum confirm`: judges the winner again beside the baseline on fresh inputs, and without each of its steps. Exits
 * with 100 when the gain does not come again.
 */
export async function confirmCommand(
  reference: RunReference,
  { confirmation, isolation }: ConfirmCommandOptions,
  output: Output,
): Promise<ExitCode> {
  const started = await withRun(reference, ({ ledger }) => startedTask(ledger));
  const defined = asStarted(loadTask(reference.task), started);
  const interruption = watchInterrupts(output.notice);
  try {
    const { whole, state } = await confirmWinnerOf(defined, {
      directory: directoryOf(reference),
      confirmation,
      isolation,
      signal: interruption.signal,
      onEntry: (entry) => output.data({ type: 'entry', ...(entry as unknown as { [key: string]: Json }) }),
    });
    certificateCommand(reference, 'text', output);
    if (!whole) return EXIT_CODES.halted;
    const gain = state.confirmation?.reconfirmation?.confirmedGain ?? null;
    return gain !== null && gain > 0 ? EXIT_CODES.finished : EXIT_CODES.improvementNotMet;
  } finally {
    interruption.release();
  }
}
