import type { ConfirmationSource } from '../kernel/confirmation.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunState } from '../kernel/run-state.ts';
import type { Halt } from '../guards/halt.ts';
import { reopenRun } from './1-prepare.ts';
import { confirmWinner } from './7-confirm.ts';
import type { JournalParts } from './journal.ts';
import { openJournal } from './journal.ts';
import type { RunParts } from './run-parts.ts';
import type { SearchParts } from './search.ts';
import { createSearch } from './search.ts';

/** Of a run nothing is proposed in any more. */
export type ConfirmingRun = JournalParts &
  SearchParts &
  Pick<RunParts, 'taskHash' | 'judge' | 'stopRequested'>;

/**
 * Opens a run once more to put its winner to the test, and closes it as it was closed before. Candidates were made before
 * their questions are known, so that a revealed seed does no harm here.
 *
 * @returns false when a stop request ended it early: asked again, it goes on
 */
export async function confirmRun(
  parts: ConfirmingRun,
  demanded: ConfirmationSource,
): Promise<{ readonly whole: boolean; readonly state: RunState }> {
  const end = endOf(parts.ledger);
  const journal = openJournal(parts, createSearch(parts));
  try {
    reopenRun(parts, journal, null);
    const proof = await parts.judge.proveSandbox();
    journal.record({ event: { type: 'sandbox-proved', ...proof } });
    const whole = await confirmWinner(parts, journal, demanded);
    journal.record({ event: { type: 'run-finished', ...end } });
    return { whole, state: journal.state() };
  } finally {
    journal.close();
  }
}

/** How the run ended; where it did not, it is left as one that can be resumed. */
function endOf(ledger: Ledger): Halt {
  const interrupted: Halt = { reason: 'stop-requested', detail: 'its winner was confirmed as it stood' };
  let end = interrupted;
  for (const { event } of ledger.entries()) {
    if (event.type === 'candidate-proposed' || event.type === 'proposal-refused') end = interrupted;
    if (event.type === 'run-finished') end = { reason: event.reason, detail: event.detail };
  }
  return end;
}
