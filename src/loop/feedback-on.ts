import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { VisibleFeedback } from '../kernel/feedback.ts';
import { visibleFeedback } from '../kernel/feedback.ts';
import type { Verdict } from '../kernel/verdict.ts';

/** What a proposer may know of an earlier candidate: the visible part of its first verdict. */
export function feedbackOn(ledger: Ledger, number: number): VisibleFeedback {
  for (const { event } of ledger.entriesOf(number)) {
    const verdict = verdictIn(event, number);
    if (verdict !== null) return visibleFeedback(verdict);
  }
  return { status: 'pass', metrics: {}, reason: null };
}

function verdictIn(event: RunEvent, number: number): Verdict | null {
  if (event.type === 'baseline-judged') return event.screened;
  return event.type === 'candidate-judged' && event.judged === number ? event.verdict : null;
}
