import type { ConfirmationSource } from '../kernel/confirmation.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { RunState } from '../kernel/run-state.ts';
import { startedAttestation } from '../ledger/attestation.ts';
import { lockRun } from '../ledger/run-lock.ts';
import { openLedger } from '../ledger/sqlite-ledger.ts';
import { confirmRun } from '../loop/confirm-run.ts';
import { runStateOf } from '../loop/run-snapshot.ts';
import type { DefinedTask } from '../task/define-task.ts';
import { freezeTask } from '../task/freeze-task.ts';
import { readOracleSeed } from './oracle-seed.ts';
import { recordedParts } from './recorded-parts.ts';
import { packageVersion } from './version.ts';
import { withJudge } from './with-judge.ts';

export interface ConfirmOptions {
  /** The run directory. */
  readonly directory: string;
  /** In all, those of earlier confirmations of the same winner included. */
  readonly confirmation: ConfirmationSource;
  readonly isolation: 'required' | 'none';
  /** Told of every entry once it is durable. */
  readonly onEntry: (entry: StoredEntry) => void;
  /** Ends it cleanly; asked again, it goes on. */
  readonly signal: AbortSignal;
}

/**
 * Puts the winner of a run to the test again, on fresh inputs and without each of its steps. Everything is in the ledger
 * when this resolves; nothing else of the run changes.
 *
 * @param defined the task as the run was started with it
 * @throws FulcrumError `FULCRUM_E_TASK_CHANGED` when task, workspace or oracle are others now, `FULCRUM_E_NOTHING_KEPT`
 * when the baseline stands
 */
export async function confirmWinnerOf(
  defined: DefinedTask,
  { directory, confirmation, isolation, onEntry, signal }: ConfirmOptions,
): Promise<{ readonly whole: boolean; readonly state: RunState }> {
  const lock = lockRun(directory);
  try {
    const ledger = openLedger(directory);
    try {
      const { incumbent, heldOut: recorded } = runStateOf(ledger, packageVersion());
      if (incumbent === null || incumbent.candidate.number === 0) throw nothingKept(directory);
      const frozen = freezeTask(defined, ledger);
      const oracleSeed = readOracleSeed(directory, ledger);
      const signed = startedAttestation(ledger) !== null;
      const composition = {
        ...{ frozen, store: ledger, oracleSeed, isolation, signed, workers: null, oracleSeconds: null },
        heldOut: { directory, recorded },
      };
      return await withJudge(composition, (judge) =>
        confirmRun(
          {
            ...recordedParts(ledger),
            taskHash: frozen.hash,
            judge,
            version: packageVersion(),
            now: () => performance.now(),
            stopRequested: () => signal.aborted,
            onEntry,
          },
          confirmation,
        ),
      );
    } finally {
      ledger.close();
    }
  } finally {
    lock.release();
  }
}

function nothingKept(where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_NOTHING_KEPT',
    domain: 'usage',
    what: 'the run has kept nothing, so there is no winner to confirm',
    where,
    mend: 'Confirm a run that has kept something: `fulcrum status` says',
  });
}
