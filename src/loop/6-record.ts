import type { ApprovalRequest } from '../kernel/approval.ts';
import type { Candidate } from '../kernel/candidate.ts';
import type { DecisionKind } from '../kernel/decision.ts';
import type { RunEvent } from '../kernel/event.ts';
import type { Admission } from './3-propose.ts';
import type { Settled } from './5-decide.ts';
import type { Journal, Note } from './journal.ts';
import type { Measured } from './measurement.ts';
import { measurementEvent } from './measurement.ts';

type Refused = Extract<Admission, { kind: 'refused' }>;

/**
 * Writes down that a proposal never became a candidate.
 *
 * @param proposing milliseconds the proposer took
 */
export function recordRefusal(journal: Journal, number: number, refused: Refused, proposing: number): void {
  journal.record({ event: refusalEvent(number, refused), observed: { proposing } });
}

export function refusalEvent(
  number: number,
  refused: Refused,
): Extract<RunEvent, { type: 'proposal-refused' }> {
  const { refusal, detail, parents, provenance, duplicateOf } = refused;
  return { type: 'proposal-refused', number, kind: refusal, detail, parents, provenance, duplicateOf };
}

/**
 * Writes a candidate, everything judged for it and the decision in one transaction: a decision is never half there.
 *
 * @param proposing milliseconds the proposer took
 * @param approval written in place of the decision, where a person has to agree first
 */
export function recordDecision(
  journal: Journal,
  candidate: Candidate,
  settled: Settled,
  proposing: number,
  approval: ApprovalRequest | null,
): void {
  const proposed = { event: { type: 'candidate-proposed', candidate }, observed: { proposing } } as const;
  journal.record(proposed, ...decisionNotes(candidate, settled, approval));
}

/** Writes what came of judging an earlier candidate once more. */
export function recordMeasurement(journal: Journal, number: number, { candidate, reply }: Measured): void {
  const { verdict, observed } = reply;
  journal.record({ event: { ...measurementEvent(number, candidate), verdict }, observed });
}

/** Writes that a decision was taken again, and how it came out, or that a person has to agree to it first. */
export function recordReopened(
  journal: Journal,
  candidate: Candidate,
  previous: DecisionKind,
  settled: Settled,
  approval: ApprovalRequest | null,
): void {
  const reopened = { type: 'candidate-reopened', number: candidate.number, candidate, previous } as const;
  journal.record({ event: reopened }, ...decisionNotes(candidate, settled, approval));
}

function decisionNotes(
  { number }: Candidate,
  { decision, judgements }: Settled,
  approval: ApprovalRequest | null,
): readonly Note[] {
  const judged = judgements.map(({ judged: whom, verdict, observed }): Note => {
    return { event: { type: 'candidate-judged', number, judged: whom, verdict }, observed };
  });
  const end: Note =
    approval === null
      ? { event: { type: 'candidate-decided', number, decision } }
      : { event: { type: 'approval-requested', number, ...approval } };
  return [...judged, end];
}
