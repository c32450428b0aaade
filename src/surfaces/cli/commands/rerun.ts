import { readLedger } from '../../../ledger/sqlite-ledger.ts';
import { loadTask } from '../../../task/load-task.ts';
import type { RunDifference } from '../../run-to-repeat.ts';
import { firstDifference, runToRepeat } from '../../run-to-repeat.ts';
import { keepHeapSmall } from '../../small-heap.ts';
import { asStarted, startedTask, withoutNotifications } from '../../started-task.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Finding } from '../finding.ts';
import { reportFinding } from '../finding.ts';
import type { LiveRunOptions } from '../live-runs.ts';
import { openLiveRuns } from '../live-runs.ts';
import type { RunReference } from '../open-run.ts';
import { directoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

export interface RerunOptions extends LiveRunOptions {
  /** Name of the run that is made; null adds `-again` to the name of the other. */
  readonly as: string | null;
}

/**
 * `fulcrum rerun`: makes a run again, judgements included, under another name, and says whether it comes to the same. Models
 * are not asked: the recording of the run answers in their place.
 */
export function rerunCommand(
  reference: RunReference,
  options: RerunOptions,
  output: Output,
): Promise<ExitCode> {
  keepHeapSmall();
  return withRun(reference, async ({ ledger, directory: original }) => {
    const again = runToRepeat(ledger, original);
    const defined = withoutNotifications(asStarted(loadTask(reference.task), startedTask(ledger)));
    const directory = directoryOf({ ...reference, name: options.as ?? `${reference.name}-again` });
    const live = openLiveRuns(options, output);
    try {
      await live.run(defined, { directory, again });
      if (live.interrupted()) return EXIT_CODES.halted;
    } finally {
      live.close();
    }
    const made = readLedger(directory);
    try {
      const finding = rerunFinding(firstDifference(ledger, made), again.decisions);
      return reportFinding(finding, output) ? EXIT_CODES.finished : EXIT_CODES.integrity;
    } finally {
      made.close();
    }
  });
}

function rerunFinding(difference: RunDifference | null, decisions: number): Finding {
  const name = 'made again';
  if (difference === null) {
    return {
      name,
      ok: true,
      detail: `all ${decisions} proposals came to the same: the replay hashes are equal`,
    };
  }
  const { sequence, before, again } = difference;
  const then = sequence === null ? 'the run had ended' : `entry ${sequence} was ${before}`;
  const now = again === null ? 'this one had ended' : `this time it was ${again}`;
  const detail = before === again ? `entry ${sequence} (${before}) has another content` : `${then}, ${now}`;
  return { name, ok: false, detail, code: 'FULCRUM_E_RERUN_DIFFERS' };
}
