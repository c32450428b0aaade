import type { Halt } from '../guards/halt.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { Ledger } from '../kernel/contracts/ledger.ts';
import type { JudgeReply } from '../kernel/contracts/judge.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import { decide } from './5-decide.ts';
import { approvalFor } from './approval.ts';
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
 * sandbox of its own. Keeps stand: they rest on fresh verdicts already. So does what a person answered.
 *
 * @param answered waits for the answer to a keep that a person has to agree to
 * @returns why the run ends while one waits, with the rest of the batch left as it was; null when it goes on
 */
export async function rejudgeBatch(
  parts: RunParts,
  journal: Journal,
  doubtful: DoubtfulBatch,
  answered: () => Promise<Halt | null>,
): Promise<Halt | null> {
  const { number, batch, members, signal } = doubtful;
  parts.judge.retire(batch);
  const others = members.filter((member) => member !== number);
  journal.record({ event: { type: 'screening-contradicted', number, batch: others } });
  for (const member of others) {
    const story = storyOf(parts.ledger, member);
    if (story === null || story.decision === 'keep' || story.answered) continue;
    const first = await judgeAfresh(parts, story.candidate, signal);
    const settled = await decide(parts, journal.state(), story.candidate, first, signal);
    const approval = approvalFor(parts, journal.state(), story.candidate, settled.decision);
    recordReopened(journal, story.candidate, story.decision, settled, approval);
    const held = await answered();
    if (held !== null) return held;
  }
  return null;
}

/** The screening questions in a sandbox of the candidate's own. */
export function judgeAfresh(parts: RunParts, candidate: Candidate, signal: AbortSignal): Promise<JudgeReply> {
  return parts.judge.judge({ candidate, mode: 'fresh', inputs: SCREENING_INPUTS, scope: 'visible', signal });
}

interface Story {
  readonly candidate: Candidate;
  readonly decision: DecisionKind;
  /** A person was asked and has answered. */
  readonly answered: boolean;
}

function storyOf(ledger: Ledger, number: number): Story | null {
  let candidate: Candidate | null = null;
  let decision: DecisionKind | null = null;
  let answered = false;
  for (const { event } of ledger.entriesOf(number)) {
    if (event.type === 'candidate-proposed') candidate = event.candidate;
    if (event.type === 'candidate-decided') decision = event.decision.kind;
    if (event.type === 'approval-given') answered = true;
  }
  return candidate === null || decision === null ? null : { candidate, decision, answered };
}
