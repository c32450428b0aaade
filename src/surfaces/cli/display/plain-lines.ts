import type { StoredEntry } from '../../../kernel/contracts/ledger.ts';
import type { Reconfirmation } from '../../../kernel/confirmation.ts';
import { scoreGrade } from '../../../kernel/run-state.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Verdict } from '../../../kernel/verdict.ts';
import { createValueFormat, formatChange, formatCount, formatDuration } from '../../../report/format.ts';
import type { ValueFormat } from '../../../report/format.ts';
import { noiseText, remeasurementText } from '../../../report/noise-text.ts';
import { gradeText } from '../figures.ts';
import { budgetView } from './budget-view.ts';
import type { RunView } from './run-tracker.ts';
import { baselineScore, incumbentScore } from './run-tracker.ts';
import { sanitise } from './sanitise.ts';

const LONGEST_LINE = 240;

/**
 * The lines an entry deserves in an append-only log. Which claims of independence are not borne out is said once, when
 * the oracle first speaks.
 */
export function plainLines(entry: StoredEntry, after: RunView): readonly string[] {
  const line = plainLine(entry, after);
  const doubts = entry.event.type === 'baseline-judged' ? dependentChecks(entry.event.fresh) : [];
  return [...(line === null ? [] : [line]), ...doubts.map((text) => stamped(after, text))];
}

/** The line of the entry itself, or null. `after` is the run with the entry taken in. */
function plainLine(entry: StoredEntry, after: RunView): string | null {
  const { event } = entry;
  const { task } = after.state;
  const score = formatScores(after);
  switch (event.type) {
    case 'run-started':
      return stamped(
        after,
        `started ${event.task.name}, ${event.task.strategy.kind}, seed ${event.task.seed}`,
      );
    case 'sandbox-proved':
      return stamped(after, `sandbox level ${event.sandbox.level} withstood ${event.probes.length} attacks`);
    case 'baseline-judged':
      return stamped(
        after,
        `baseline ${score(baselineScore(after.state))} ${task?.objectives[0]?.metric ?? ''}${visibleGrade(after.state.task, event.screened)}`,
      );
    case 'noise-measured':
      return stamped(after, noiseText(event.noise));
    case 'incumbent-remeasured':
      return stamped(after, remeasurementText(event.remeasured));
    case 'candidate-decided':
      if (event.decision.kind === 'escalate')
        return stamped(after, `escalated #${event.number}: ${event.decision.reason}`);
      return event.decision.kind === 'keep' ? stamped(after, keptText(after, score)) : null;
    case 'approval-requested':
      return stamped(
        after,
        `#${event.number} would be kept and waits for a person to agree: see \`fulcrum approvals\``,
      );
    case 'approval-given':
      return stamped(
        after,
        `${event.approved ? 'approved' : 'refused'} #${event.number}, ${event.who}: ${event.reason}`,
      );
    case 'screening-contradicted':
      return stamped(
        after,
        `a fresh judgement of #${event.number} contradicted its screening: the batch is judged again`,
      );
    case 'reconfirmed':
      return stamped(after, confirmedText(event.number, event.result, after));
    case 'run-resumed':
      return stamped(after, `resumed after ${formatCount(after.state.decided)} proposals`);
    case 'run-finished':
      return stamped(after, `ended, ${event.reason}: ${event.detail}`);
    case 'repeat-judged':
    case 'oracle-proved':
    case 'candidate-proposed':
    case 'proposal-refused':
    case 'candidate-judged':
    case 'candidate-reopened':
    case 'confirmation-judged':
    case 'step-ablated':
    case 'candidate-measured':
    case 'seed-revealed':
      return null;
  }
}

/** Where the run stands, in one line. */
export function progressLine(view: RunView, perSecond: number | null, seconds: number): string {
  const { state, outcomes } = view;
  const { share } = budgetView(state, seconds, perSecond);
  const parts = [
    `${formatCount(state.spending.evaluations)} judged`,
    ...(perSecond === null ? [] : [`${perSecond.toFixed(1)}/s`]),
    `kept ${formatCount(outcomes.kept)}`,
    `discarded ${formatCount(outcomes.discarded + outcomes.inconclusive)}`,
    `invalid ${formatCount(outcomes.invalid)}`,
    `refused ${formatCount(outcomes.refused)}`,
    `best ${formatScores(view)(incumbentScore(state))}${visibleGrade(state.task, state.incumbent?.screened)}`,
    ...(share === null ? [] : [`${(Math.min(1, share) * 100).toFixed(0)}% of budget`]),
  ];
  return `[${formatDuration(seconds)}] ${parts.join(', ')}`;
}

function keptText(view: RunView, score: ValueFormat): string {
  const candidate = view.state.incumbent!.candidate;
  const [now, start] = [incumbentScore(view.state), baselineScore(view.state)];
  const change = now === null || start === null ? null : formatChange(start, now);
  const grade = visibleGrade(view.state.task, view.state.incumbent?.screened);
  return `kept #${candidate.number} ${score(now)}${grade} (${change ?? 'no change'} to baseline): ${candidate.provenance.summary}`;
}

function confirmedText(
  number: number,
  { reportedGain, confirmedGain, metrics }: Reconfirmation,
  { state }: RunView,
): string {
  const unit = state.task?.objectives[0]?.unit ?? '';
  const format = createValueFormat(
    unit,
    [reportedGain, confirmedGain].filter((value) => value !== null),
  );
  const { pairs, wins } = metrics[0]!.gains;
  return `confirmed #${number}: better than the baseline in ${wins} of ${pairs} fresh pairs, gain ${format(reportedGain)} reported, ${format(confirmedGain)} confirmed`;
}

function visibleGrade(task: Task | null, verdict: Verdict | undefined): string {
  return task === null || verdict === undefined ? '' : gradeText(scoreGrade(task, verdict));
}

function dependentChecks({ checks }: Verdict): readonly string[] {
  return checks.flatMap(({ check, dependence }) =>
    dependence === undefined ? [] : [`${check} is not independent: ${dependence.join('; ')}`],
  );
}

function formatScores(view: RunView): ValueFormat {
  const unit = view.state.task?.objectives[0]?.unit ?? '';
  return createValueFormat(
    unit,
    view.curve.points.map((point) => point.value),
  );
}

function stamped(view: RunView, text: string): string {
  return sanitise(`[${formatDuration(view.seconds)}] ${text}`, LONGEST_LINE);
}
