import type { Candidate } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import { decide } from './5-decide.ts';
import { recordReopened } from './6-record.ts';
import type { Journal } from './journal.ts';
import type { RunParts } from './run-parts.ts';

export interface DoubtfulBatch {
  /** The candidate whose fresh verdict contradicted the process. */
  readonly number: number;
  readonly batch: string;
  /** Everyone the process answered for. */
  readonly members: readonly number[];
  readonly signal: AbortSignal;
}

/**
 * Ends a recycled process that a fresh sandbox contradicted and decides again about everyone it answered for, each in a
 * sandbox of its own. Keeps stand: they rest on fresh verdicts already.
 */
export async function rejudgeBatch(
  parts: RunParts,
  journal: Journal,
  doubtful: DoubtfulBatch,
): Promise<void> {
  const { number, batch, members, signal } = doubtful;
  parts.judge.retire(batch);
  const others = members.filter((member) => member !== number);
  journal.record({ event: { type: 'screening-contradicted', number, batch: others } });
  for (const member of others) {
    const story = storyOf(parts.ledger, member);
    if (story === null || story.decision === 'keep') continue;
    const first = await judgeAfresh(parts, story.candidate, signal);
    const settled = await decide(parts, journal.state(), story.candidate, first, signal);
    recordReopened(journal, story.candidate, story.decision, settled);
  }
}

/** The screening questions in a sandbox of the candidate's own. */
export function judgeAfresh(parts: RunParts, candidate: Candidate, signal: AbortSignal): Promise<JudgeReply> {
  return parts.judge.judge({ candidate, mode: 'fresh', inputs: SCREENING_INPUTS, scope: 'visible', signal });
}

function storyOf(ledger: Ledger, number: number): { candidate: Candidate; decision: DecisionKind } | null {
  let candidate: Candidate | null = null;
  let decision: DecisionKind | null = null;
  for (const { event } of ledger.entriesOf(number)) {
    if (event.type === 'candidate-proposed') candidate = event.candidate;
    if (event.type === 'candidate-decided') decision = event.decision.kind;
  }
  return candidate === null || decision === null ? null : { candidate, decision };
}
