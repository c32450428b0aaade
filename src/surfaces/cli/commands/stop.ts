import { requestStop } from '../../../guards/stop-request.ts';
import { isRunLocked } from '../../../ledger/run-lock.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum stop`: asks the process that writes a run to finish cleanly. */
export function stopCommand(reference: RunReference, output: Output): Promise<ExitCode> {
  return withRun(reference, ({ directory }) => {
    const writing = isRunLocked(directory);
    if (writing) requestStop(directory);
    output.both({ type: 'stop', requested: writing }, () =>
      writing
        ? 'Asked the run to stop; it finishes the decision in hand first.'
        : 'No process is writing this run.',
    );
    return EXIT_CODES.finished;
  });
}
