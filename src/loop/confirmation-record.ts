import type { ConfirmationJudgement } from '../acceptance/certificate/reconfirm.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { Reconfirmation } from '../kernel/confirmation.ts';

/** What a ledger holds of one winner's confirmation. */
export interface ConfirmationRecord {
  readonly judgements: readonly ConfirmationJudgement[];
  /** The last one; null before there is one. */
  readonly reconfirmed: Reconfirmation | null;
  /** Steps that were left out since. */
  readonly ablated: ReadonlySet<number>;
}

export function readConfirmation(ledger: Pick<Ledger, 'entriesOf'>, winner: number): ConfirmationRecord {
  const judgements: ConfirmationJudgement[] = [];
  let reconfirmed: Reconfirmation | null = null;
  let ablated = new Set<number>();
  for (const { event } of ledger.entriesOf(winner)) {
    if (event.type === 'confirmation-judged') judgements.push(event);
    if (event.type === 'step-ablated') ablated.add(event.step);
    if (event.type !== 'reconfirmed') continue;
    reconfirmed = event.result;
    // With more pairs than before the steps are left out on the new ones too.
    ablated = new Set();
  }
  return { judgements, reconfirmed, ablated };
}
