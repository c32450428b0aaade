import type { Json } from '../../../kernel/json.ts';
import { scoreGrade, screenedScore } from '../../../kernel/run-state.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Verdict } from '../../../kernel/verdict.ts';
import { isRunLocked } from '../../../ledger/run-lock.ts';
import { formatKeyValues } from '../display/tables.ts';
import { heldOutData, heldOutRows } from '../../../report/held-out-text.ts';
import { noiseRows } from '../../../report/noise-text.ts';
import type { ExitCode } from '../exit-code.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { figure, gradedFigure } from '../figures.ts';
import type { OpenRun, RunReference } from '../open-run.ts';
import { withRun } from '../open-run.ts';
import type { Output } from '../output.ts';

/** `fulcrum status`: where a run stands, also while it is being written. */
export function statusCommand(reference: RunReference, output: Output): Promise<ExitCode> {
  return withRun(reference, (run) => {
    const writing = isRunLocked(run.directory);
    output.both(statusData(run, writing), () => statusText(run, writing, output));
    return EXIT_CODES.finished;
  });
}

function statusData({ state, task, directory, ledger }: OpenRun, writing: boolean): Json {
  return {
    type: 'status',
    task: task.name,
    directory,
    phase: phaseOf(state.phase, writing),
    finished: state.finished as unknown as Json,
    decided: state.decided,
    decisions: state.decisions as unknown as Json,
    refusals: state.refusals as unknown as Json,
    spending: state.spending as unknown as Json,
    budget: task.budget as unknown as Json,
    incumbent: (state.incumbent?.candidate ?? null) as unknown as Json,
    confirmation: state.confirmation as unknown as Json,
    pending: pendingNumber(state),
    scores: {
      baseline: scoreData(task, state.baseline?.screened),
      incumbent: scoreData(task, state.incumbent?.screened),
    },
    heldOut: heldOutData(task, state.heldOut),
    noise: state.noise as unknown as Json,
    remeasured: state.remeasured as unknown as Json,
    remeasurementFindings: state.remeasurementFindings as unknown as Json,
    head: (ledger.head() ?? null) as unknown as Json,
  };
}

function statusText({ state, task, directory, ledger }: OpenRun, writing: boolean, output: Output): string {
  const { decisions, spending, incumbent, baseline, finished } = state;
  const refused = Object.values(state.refusals).reduce((sum, count) => sum + count, 0);
  const pairs: readonly (readonly [string, string])[] = [
    ['task', task.name],
    ['run', directory],
    ['phase', `${phaseOf(state.phase, writing)}${finished === null ? '' : `: ${finished.detail}`}`],
    ['baseline', gradedFigure(task, baseline?.screened)],
    [
      'incumbent',
      `${gradedFigure(task, incumbent?.screened)}  candidate ${incumbent?.candidate.number ?? 'none'}`,
    ],
    [
      'evaluations',
      `${spending.evaluations} of ${figure(task.budget.evaluations ?? null).replace('not measured', 'unlimited')}`,
    ],
    [
      'decisions',
      `${decisions.keep} kept, ${decisions.discard} discarded, ${decisions.crash} crashed, ${decisions.inconclusive} inconclusive, ${decisions.escalate} escalated`,
    ],
    ['refused', `${refused} before judging`],
    ...pendingRows(state),
    ...heldOutRows(task, state.heldOut),
    ...noiseRows(state),
    ...confirmationRows(state, task),
    ['ledger head', ledger.head()?.hash ?? 'empty'],
  ];
  return formatKeyValues(pairs, output).join('\n');
}

/** The candidate that waits for a person, or null. */
function pendingNumber({ open, pending }: OpenRun['state']): number | null {
  return pending === null ? null : (open?.candidate.number ?? null);
}

function pendingRows(state: OpenRun['state']): readonly (readonly [string, string])[] {
  const number = pendingNumber(state);
  return number === null ? [] : [['approval', `candidate ${number} waits for a person: fulcrum approvals`]];
}

/** What fresh inputs made of the winner, where it was put to the test again. */
function confirmationRows(
  { confirmation }: OpenRun['state'],
  task: Task,
): readonly (readonly [string, string])[] {
  const reconfirmation = confirmation?.reconfirmation ?? null;
  if (reconfirmation === null) return [];
  const { unit } = task.objectives[0]!;
  const { reportedGain, confirmedGain } = reconfirmation;
  return [['confirmed', `gain ${figure(confirmedGain, unit)} of ${figure(reportedGain, unit)} reported`]];
}

/** The first objective with what stands behind it. */
function scoreData(task: Task, verdict: Verdict | undefined): Json {
  if (verdict === undefined) return null;
  return { value: screenedScore(task, verdict), grade: scoreGrade(task, verdict) };
}

function phaseOf(phase: string, writing: boolean): string {
  if (phase === 'finished' || writing) return phase;
  return 'interrupted (go on with `fulcrum resume`)';
}
