import type { ApprovalAnswer } from '../../../kernel/approval.ts';
import { FulcrumError, isFulcrumError } from '../../../kernel/errors.ts';
import type { Json } from '../../../kernel/json.ts';
import { isRunLocked } from '../../../ledger/run-lock.ts';
import { answerApproval, pendingOf } from '../../approvals/answer-approval.ts';
import type { PendingApproval } from '../../approvals/pending-approval.ts';
import { listApprovals } from '../../approvals/pending-approval.ts';
import { markShown, secondsShown } from '../../approvals/shown-change.ts';
import { configuredName } from '../configured-name.ts';
import { sanitise } from '../display/sanitise.ts';
import { sanitiseLines } from '../display/sanitise-lines.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { taskDirectoryOf, withRun } from '../open-run.ts';
import type { Output } from '../output.ts';
import { coloredDiff } from './diff.ts';
import { comparisonLine } from './explain.ts';

/** An answer as it is given on the command line. */
export interface GivenAnswer {
  readonly number: number;
  readonly approved: boolean;
  readonly reason: string;
}

/**
 * `fulcrum approvals`: shows the keep that waits for a person, with its change; with an answer, gives it. An answer takes
 * somebody who was shown that very change before: the time between is recorded with it.
 *
 * @param author the person; null takes the name that git knows
 */
export function approvalsCommand(
  reference: RunReference,
  answer: GivenAnswer | null,
  author: string | null,
  output: Output,
): Promise<ExitCode> {
  return withRun(reference, (run) => {
    const named = (): string => author ?? configuredName(taskDirectoryOf(reference));
    if (answer === null) show(run, named, output);
    else giveAnswer(run, answer, named(), output);
    return EXIT_CODES.finished;
  });
}

function show(run: OpenRun, named: () => string, output: Output): void {
  const pending = listApprovals(run);
  if (pending.length === 0) output.text('nothing waits for approval');
  for (const approval of pending) {
    // Never both forms: each makes the whole patch.
    if (output.json) output.data(approvalData(approval));
    else output.text(approvalText(approval, output));
    if (approval.answer === null) noteShown(run, approval, named, output);
  }
}

/** Without a name, or where nothing can be written, it is shown all the same; an answer then takes more. */
function noteShown(
  run: OpenRun,
  { candidate, request }: PendingApproval,
  named: () => string,
  output: Output,
) {
  try {
    markShown(run.directory, { number: candidate.number, who: named(), diff: request.diff }, Date.now());
  } catch (error) {
    const unnamed = isFulcrumError(error) && error.facts.code === 'FULCRUM_E_AUTHOR_UNKNOWN';
    if (!unnamed && !isReadOnly(error)) throw error;
    output.notice(
      unnamed
        ? 'Nobody is named, so this cannot be answered yet: look again with --author.'
        : 'The run directory cannot be written to, so this cannot be answered here.',
    );
  }
}

function isReadOnly(error: unknown): boolean {
  return ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function giveAnswer(
  run: OpenRun,
  { number, approved, reason }: GivenAnswer,
  who: string,
  output: Output,
): void {
  const { diff } = pendingOf(run, number).request;
  const dwellSeconds = secondsShown(run.directory, { number, who, diff }, Date.now());
  if (dwellSeconds === null) throw unseen(number, who);
  const answer = answerApproval(run, { number, approved, who, reason, dwellSeconds, diff });
  const writing = isRunLocked(run.directory);
  output.both({ type: 'approval-answered', ...answer, writing }, () => answeredText(answer, writing));
}

function answeredText({ number, approved, who, dwellSeconds }: ApprovalAnswer, writing: boolean): string {
  const done = `candidate ${number} ${approved ? 'approved' : 'refused'} by ${sanitise(who, 80)} after ${dwellSeconds} s`;
  return writing ? `${done}; the run goes on` : `${done}; go on with \`fulcrum resume\``;
}

function unseen(number: number, who: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_APPROVAL_UNSEEN',
    domain: 'usage',
    what: `the change of candidate ${number} was not shown to ${who} yet`,
    where: `candidate ${number}`,
    mend: 'Look at it with `fulcrum approvals`, then answer under the same name',
  });
}

function approvalData({ candidate, request, incumbent, patch, answer }: PendingApproval): Json {
  return {
    type: 'approval',
    number: candidate.number,
    against: incumbent.number,
    candidate: candidate as unknown as Json,
    decision: request.decision as unknown as Json,
    diff: request.diff,
    patch: patch(),
    answer: answer as unknown as Json,
  };
}

const LONGEST_LINE = 300;

function approvalText(
  { candidate, request, incumbent, patch, answer }: PendingApproval,
  output: Output,
): string {
  const { number, provenance } = candidate;
  const { decision, diff } = request;
  const place = incumbent.number === 0 ? 'the baseline' : `candidate ${incumbent.number}`;
  const head = [
    `Candidate ${number} would be kept in place of ${place} and waits for a person to agree.`,
    `  from    ${sanitise(`${provenance.proposer}, ${provenance.operator}: ${provenance.summary}`, LONGEST_LINE)}`,
    `  rule    ${sanitise(`${decision.rule}: ${decision.reason}`, LONGEST_LINE)}`,
    ...decision.comparisons.map(
      (comparison) => `  ${sanitise(comparisonLine(comparison, null), LONGEST_LINE)}`,
    ),
    `  digest  ${diff}`,
  ];
  const next =
    answer === null
      ? `Answer with: fulcrum approvals --approve ${number} --reason "..."   or --reject ${number} --reason "..."`
      : `${answer.approved ? 'Approved' : 'Refused'} already by ${sanitise(answer.who, 80)}; the run takes it up.`;
  return [...head, '', coloredDiff(output, sanitiseLines(patch())), next].join('\n');
}
