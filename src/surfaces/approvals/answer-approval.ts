import { putAnswer } from '../../guards/approval-answers.ts';
import type { ApprovalAnswer } from '../../kernel/approval.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import type { ApprovingRun, PendingApproval } from './pending-approval.ts';
import { listApprovals } from './pending-approval.ts';

const LONGEST_NAME = 200;
const LONGEST_REASON = 2000;

/**
 * Answers a keep that waits, on behalf of a person. The process that writes the run takes the answer up within a moment,
 * or as soon as the run is resumed. The first answer stands.
 *
 * @param given `diff` names the change that was shown (`request.diff`), `dwellSeconds` the time since then; `who` and
 *   `reason` are made one plain line each, without secrets
 * @returns the answer as it was recorded
 * @throws FulcrumError `FULCRUM_E_APPROVAL_MISSING` when this candidate does not wait, `FULCRUM_E_APPROVAL_ANSWERED` when
 *   somebody was faster, `FULCRUM_E_APPROVAL_CHANGED` when another change was shown, `FULCRUM_E_APPROVAL_INVALID` when
 *   name, reason or time are none
 */
export function answerApproval(run: ApprovingRun, given: ApprovalAnswer): ApprovalAnswer {
  const pending = pendingOf(run, given.number);
  if (given.diff !== pending.request.diff) throw otherChange(given.number);
  const secrets = environmentSecrets(process.env);
  const answer = {
    ...given,
    who: worded('who', plainLine(given.who, LONGEST_NAME, secrets)),
    reason: worded('reason', plainLine(given.reason, LONGEST_REASON, secrets)),
    dwellSeconds: checkedDwell(given.dwellSeconds),
  };
  if (!putAnswer(run.directory, answer)) throw answered(given.number);
  return answer;
}

/** @throws FulcrumError `FULCRUM_E_APPROVAL_MISSING`, `FULCRUM_E_APPROVAL_ANSWERED` */
export function pendingOf(run: ApprovingRun, number: number): PendingApproval {
  const pending = listApprovals(run);
  const found = pending.find(({ candidate }) => candidate.number === number);
  if (found === undefined) throw nothingWaits(number, pending);
  if (found.answer !== null) throw answered(number);
  return found;
}

function worded(field: string, line: string): string {
  if (line !== '') return line;
  throw invalid(
    field,
    `an approval takes ${field === 'who' ? 'the name of a person' : 'a reason'}, and there is none`,
  );
}

/** In tenths of a second. */
function checkedDwell(seconds: number): number {
  if (Number.isFinite(seconds) && seconds >= 0) return Math.round(seconds * 10) / 10;
  throw invalid('dwellSeconds', `${seconds} is no time that a person looked at a change`);
}

function invalid(where: string, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_INVALID',
    domain: 'usage',
    what,
    where,
    mend: 'Answer again with all of it',
  });
}

function nothingWaits(number: number, pending: readonly PendingApproval[]): FulcrumError {
  const [first] = pending;
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_MISSING',
    domain: 'usage',
    what: `candidate ${number} does not wait for an answer`,
    where: `candidate ${number}`,
    mend:
      first === undefined ? 'Nothing waits just now' : `Name the one that does: ${first.candidate.number}`,
  });
}

function answered(number: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_ANSWERED',
    domain: 'usage',
    what: `candidate ${number} was answered about already, and the first answer stands`,
    where: `candidate ${number}`,
    mend: `See what was answered with \`fulcrum explain ${number}\``,
  });
}

function otherChange(number: number): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_CHANGED',
    domain: 'usage',
    what: `what was shown is not the change of candidate ${number} that waits`,
    where: `candidate ${number}`,
    mend: 'Look at it again, then answer',
  });
}
