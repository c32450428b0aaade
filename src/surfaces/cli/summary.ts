import type { RunState } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import type { Verdict } from '../../kernel/verdict.ts';
import { gradeOf, metricOf, sliceGrade, weakestGrade } from '../../kernel/verdict.ts';
import { readLedger } from '../../ledger/sqlite-ledger.ts';
import { runStateOf } from '../../loop/run-snapshot.ts';
import { unifiedDiff } from '../../workspace/unified-diff.ts';
import { packageVersion } from '../version.ts';
import { sanitiseLines } from './display/sanitise-lines.ts';
import { formatTable } from './display/tables.ts';
import { figure } from './figures.ts';
import type { Output } from './output.ts';

export interface Summarised {
  readonly directory: string;
  readonly controlDirectory: string | null;
  readonly report: string;
}

/** What a run came to, for people: figures beside baseline and control, the winner's change, and where to look next. */
export function summarise({ directory, controlDirectory, report }: Summarised, output: Output): string {
  const ledger = readLedger(directory);
  try {
    const state = runStateOf(ledger, packageVersion());
    const control = controlDirectory === null ? null : foldDirectory(controlDirectory);
    const { task, baseline, incumbent } = state;
    if (task === null || baseline === null || incumbent === null)
      return 'The run ended before its baseline was judged.';
    return [
      '',
      output.paint(
        'strong',
        `${task.name}: candidate ${incumbent.candidate.number}, seed ${task.seed}, ${state.finished?.detail ?? 'unfinished'}`,
      ),
      '',
      figuresTable(task, baseline.fresh, incumbent.fresh, control?.incumbent?.fresh ?? null, output),
      '',
      `${state.spending.evaluations - state.measurements} candidates judged: ${state.decisions.keep} kept, ${state.decisions.discard} discarded, ${state.decisions.crash} crashed${measuredText(state)}.`,
      `The verdict the winner rests on: ${gradeOf(incumbent.fresh)} evidence, ${sandboxText(incumbent.fresh)}.`,
      '',
      sanitiseLines(unifiedDiff(ledger, baseline.candidate.tree, incumbent.candidate.tree)).trimEnd() ||
        'The baseline stands.',
      '',
      `report  ${report}`,
    ].join('\n');
  } finally {
    ledger.close();
  }
}

function measuredText({ measurements }: RunState): string {
  return measurements === 0 ? '' : `; ${measurements} measurements of earlier ones`;
}

function figuresTable(
  task: Task,
  baseline: Verdict,
  winner: Verdict,
  control: Verdict | null,
  output: Output,
): string {
  const objective = task.objectives[0]!;
  const rows = [
    { slice: objective.slice, metric: objective.metric, note: 'visible, fresh inputs' },
    ...task.slices.heldOut.flatMap(({ name, metric, tolerance }) =>
      metric === null
        ? []
        : [{ slice: name, metric, note: tolerance === null ? 'held out, shown only' : 'held out' }],
    ),
  ];
  const cell = (verdict: Verdict | null, slice: string, metric: string): string =>
    verdict === null
      ? ''
      : figure(metricOf(verdict, slice, metric), objective.metric === metric ? objective.unit : '');
  const titles = [
    'slice',
    'metric',
    'baseline',
    'winner',
    ...(control === null ? [] : ['control']),
    'evidence',
    '',
  ];
  const columns = titles.map(
    (title) =>
      ({ title, align: ['baseline', 'winner', 'control'].includes(title) ? 'right' : 'left' }) as const,
  );
  const lines = rows.map(({ slice, metric, note }) => [
    slice,
    metric,
    cell(baseline, slice, metric),
    cell(winner, slice, metric),
    ...(control === null ? [] : [cell(control, slice, metric)]),
    weakestOf(slice, [baseline, winner, ...(control === null ? [] : [control])]),
    note,
  ]);
  return formatTable(columns, lines, output).join('\n');
}

/** What stands behind the figures of a row. */
function weakestOf(slice: string, verdicts: readonly Verdict[]): string {
  const grades = verdicts.flatMap((verdict) => sliceGrade(verdict, slice) ?? []);
  return grades.length === 0 ? '' : weakestGrade(grades);
}

function sandboxText({ sandbox }: Verdict): string {
  return sandbox.level === 'none' ? 'NO SANDBOX' : `${sandbox.mechanism}, level ${sandbox.level}`;
}

function foldDirectory(directory: string): RunState {
  const ledger = readLedger(directory);
  try {
    return runStateOf(ledger, packageVersion());
  } finally {
    ledger.close();
  }
}
