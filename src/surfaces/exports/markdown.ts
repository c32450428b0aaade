import { excerptItems } from '../../report/excerpt.ts';
import type { ValueFormat } from '../../report/format.ts';
import { createValueFormat, formatAmount, formatDuration } from '../../report/format.ts';
import type { HeldOutValue, Milestone, RunHistory } from '../../report/history.ts';
import { capped } from '../../report/text.ts';
import type { Assessment } from './assessment.ts';
import { assessRun } from './assessment.ts';
import { headline, winnerOf } from './headline.ts';
import { codeCell, codeSpan, fenced, markdownTable, prose } from './markdown-text.ts';
import type { RunExport } from './run-export.ts';

/** Longest body of a pull request that GitHub takes is 65,536 characters; some room is left for the writer's own. */
const CHARACTERS = 60_000;
const STEPS = 20;

/** A run as the body of a pull request: what it came to, what speaks against it, what was changed. */
export function markdownReport(run: RunExport): string {
  const { history } = run;
  const parts = [
    `## ${codeSpan(history.state.task?.name ?? 'run')}`,
    `**${prose(headline(history))}** ${effort(history)}`,
    ...(history.baseline === null ? [] : [figures(history, run.control)]),
    findings(assessRun(run)),
    ...claim(run),
    ...steps(history),
  ];
  const foot = footer(run);
  const used = [...parts, foot].reduce((sum, part) => sum + part.length + 2, 0);
  return `${[...parts, ...change(run.change, CHARACTERS - used), foot].join('\n\n')}\n`;
}

function effort({ state, outcomes, seconds }: RunHistory): string {
  const judged = formatAmount(state.spending.evaluations, 'candidate');
  return `${judged} judged in ${formatDuration(seconds)}, ${outcomes.kept} kept.`;
}

function figures(history: RunHistory, control: RunHistory | null): string {
  const baseline = history.baseline!;
  const winner = winnerOf(history) ?? baseline;
  const objective = history.state.task!.objectives[0]!;
  const controlWinner = control === null ? null : (winnerOf(control) ?? control.baseline);
  const visible = [baseline.visible, winner.visible, controlWinner?.visible ?? null];
  const beside = control === null ? [] : [{ title: 'control', align: 'right' } as const];
  const rows: readonly FigureRow[] = [
    [objective.metric, objective.slice, 'what proposers see', visible, winner.visibleGrade, objective.unit],
    ...winner.heldOut.map((held) => heldOutRow(held, baseline, controlWinner, objective)),
  ];
  return markdownTable(
    [
      { title: 'metric', align: 'left' },
      { title: 'questions', align: 'left' },
      { title: 'baseline', align: 'right' },
      { title: 'winner', align: 'right' },
      ...beside,
      { title: 'evidence', align: 'left' },
    ],
    rows.map(([metric, slice, note, values, grade, unit]) => {
      const format: ValueFormat = createValueFormat(
        unit,
        values.filter((value) => typeof value === 'number'),
      );
      const cells = values.map((value) => (typeof value === 'string' ? value : format(value)));
      const shown = cells.slice(0, control === null ? 2 : 3).map(prose);
      return [
        codeCell(metric),
        `${codeCell(slice)}, ${note}`,
        ...shown,
        grade === null ? '' : codeCell(grade),
      ];
    }),
  );
}

type FigureRow = readonly [
  metric: string,
  slice: string,
  note: string,
  values: readonly (number | string | null)[],
  grade: Milestone['visibleGrade'],
  unit: string,
];

function heldOutRow(
  { slice, metric, value, baseline: beside, status, grade }: HeldOutValue,
  baseline: Milestone,
  control: Milestone | null,
  objective: { readonly metric: string; readonly unit: string },
): FigureRow {
  const of = (milestone: Milestone | null): HeldOutValue | undefined =>
    milestone?.heldOut.find((other) => other.slice === slice);
  const [before, aside] = [of(baseline), of(control)];
  const unit = metric === objective.metric ? objective.unit : '';
  const values =
    metric === null
      ? [before?.status ?? null, status, aside?.status ?? null]
      : [beside ?? before?.value ?? null, value, aside?.value ?? null];
  return [metric ?? 'passes', slice, 'held out', values, grade, unit];
}

const MARKS = { error: '**against**', warning: '**doubt**', note: 'note', none: '' } as const;
const ORDER: readonly Assessment['level'][] = ['error', 'warning', 'note'];

function findings(assessments: readonly Assessment[]): string {
  const found = ORDER.flatMap((wanted) => assessments.filter(({ level }) => level === wanted));
  const good = assessments.length - found.length;
  const first = `${good} of ${assessments.length} conditions are met.`;
  const lines = found.map(({ level, name, text }) => `- ${MARKS[level]} ${prose(name)}: ${prose(text)}`);
  return lines.length === 0 ? first : [first, '', ...lines].join('\n');
}

function claim({ certificate }: RunExport): readonly string[] {
  if (certificate === null) return [];
  const { guarantee } = certificate;
  return [`Rule ${codeSpan(guarantee.rule)}: ${prose(guarantee.claim)}`];
}

function steps({ keeps }: RunHistory): readonly string[] {
  const all = excerptItems(keeps);
  if (all.length === 0) return [];
  const shown = all.slice(-STEPS);
  const rest = all.length + keeps.omitted - shown.length;
  const lines = shown.map(({ number, provenance }) => `- ${number}: ${codeSpan(provenance.summary)}`);
  return [
    [`Kept, the last one is the winner${rest === 0 ? '' : ` (${rest} before these)`}:`, '', ...lines].join(
      '\n',
    ),
  ];
}

function change(diff: string, room: number): readonly string[] {
  if (diff === '') return [];
  const frame = 200;
  if (room < frame * 2)
    return ['The change is too long to be shown here: `fulcrum diff baseline best` shows it.'];
  const text = capped(diff, room - frame);
  return [`<details><summary>The change</summary>\n\n${fenced(text, 'diff')}\n\n</details>`];
}

function footer({ history, version }: RunExport): string {
  const { head } = history;
  const at = head === null ? '' : ` Ledger entry ${head.sequence}, ${codeSpan(head.hash.slice(0, 16))}.`;
  return `<sub>Written by Fulcrum ${codeSpan(version)} from the run’s ledger alone; candidates wrote none of the figures.${at} \`fulcrum verify\` checks it.</sub>`;
}
