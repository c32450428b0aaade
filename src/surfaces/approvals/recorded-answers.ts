import type { ApprovalAnswer } from '../../kernel/approval.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';

/** What people answered in a run that is made again: nobody is asked a second time. */
export function recordedAnswers(runDirectory: string): (number: number) => ApprovalAnswer | null {
  const ledger = readLedger(runDirectory);
  try {
    const answers = new Map<number, ApprovalAnswer>();
    for (const { event } of ledger.entriesOfTypes(['approval-given'])) {
      if (event.type !== 'approval-given') continue;
      const { type: _, ...answer } = event;
      answers.set(answer.number, answer);
    }
    return (number) => answers.get(number) ?? null;
  } finally {
    ledger.close();
  }
}
