import type { RunState } from '../../../kernel/run-state.ts';
import { scoreGrade } from '../../../kernel/run-state.ts';
import type { ValueFormat } from '../../../report/format.ts';
import {
  createValueFormat,
  directionWords,
  formatAmount,
  formatChange,
  formatCount,
  formatDuration,
} from '../../../report/format.ts';
import type { Outcome, OutcomeCounts } from '../../../report/outcome.ts';
import { OUTCOMES } from '../../../report/outcome.ts';
import { budgetView } from './budget-view.ts';
import { cellsOf } from './cells.ts';
import { plotCurves } from './curve-plot.ts';
import { divideCells, meter } from './meter.ts';
import type { Ink, Paint } from './paint.ts';
import type { RunView } from './run-tracker.ts';
import { baselineScore, incumbentScore } from './run-tracker.ts';
import { fit, sanitise } from './sanitise.ts';
import { sparkline } from './sparkline.ts';

export interface ScreenView {
  readonly main: RunView;
  readonly control: RunView | null;
  /** Judged candidates a second, of whatever is at work; null when it is not known yet. */
  readonly perSecond: number | null;
  /** Time the run was at work until now. */
  readonly seconds: number;
  /** What is under way, in so many cells; left out where that is not known. */
  readonly inHand?: (room: number) => string;
  /** The last change of the incumbent: lines taken out and put in, below the paths they are in. */
  readonly change?: readonly string[];
}

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

const FIXED_LINES = 14;
const MOST_PLOT_ROWS = 20;
const MOST_PLOT_ROWS_BESIDE_CHANGE = 12;
const MOST_CHANGE_LINES = 16;
const LEAST_CHANGE_LINES = 4;
const NAME_WIDTH = 10;
const NARROWEST_TITLE = 8;
const NARROWEST_BAR = 6;

/** The whole live view as lines, none wider and no more of them than the size allows. */
export function renderScreen(view: ScreenView, size: ScreenSize, paint: Paint): readonly string[] {
  const { main } = view;
  const width = Math.max(20, size.width);
  const change = view.change ?? [];
  const mostRows = change.length === 0 ? MOST_PLOT_ROWS : MOST_PLOT_ROWS_BESIDE_CHANGE;
  const rows = Math.min(mostRows, size.height - FIXED_LINES);
  const curve =
    rows >= 3 ? [...renderCurve(view, width, rows, paint), ''] : renderSparkline(view, width, paint);
  const lines = [
    renderTitle(view, width, paint),
    '',
    ...curve,
    ...renderBest(view, width, paint),
    ...renderOutcomes(main.outcomes, view.perSecond, width, paint),
    renderBudget(view, width, paint),
    renderGuards(main.state, width, paint),
    ...renderInHand(view, width, paint),
    ...renderChange(change, size.height - FIXED_LINES - Math.max(0, rows) - 1, width, paint),
  ];
  return lines.slice(0, size.height);
}

function renderTitle(view: ScreenView, width: number, paint: Paint): string {
  const { main } = view;
  const { task } = main.state;
  const status = statusText(view);
  const room = width - status.length - 2;
  if (room < NARROWEST_TITLE) return fit(status, width);
  const name = sanitise(task?.name ?? 'starting', room);
  const rest =
    task === null ? '' : sanitise(`${task.strategy.kind}, seed ${task.seed}`, room - cellsOf(name) - 2);
  const gap = ' '.repeat(Math.max(2, width - cellsOf(name) - cellsOf(rest) - status.length - 2));
  return `${paint('strong', name)}  ${paint('faint', rest)}${rest === '' ? gap.slice(2) : gap}${status}`;
}

/** A control may go on when the run is over. */
function statusText({ main, control, seconds }: ScreenView): string {
  if (main.state.phase !== 'finished') return `at work ${formatDuration(seconds)}`;
  const controlWorks = control !== null && control.state.phase !== 'finished';
  return controlWorks
    ? `control at work ${formatDuration(control.seconds)}`
    : `finished ${formatDuration(seconds)}`;
}

/** Where there is no room for a curve: its shape in one line. */
function renderSparkline({ main }: ScreenView, width: number, paint: Paint): readonly string[] {
  const line = sparkline(main.curve, Math.min(60, width - NAME_WIDTH));
  return line === '' ? [] : [`${heading('curve', paint)}${paint('run', line)}`];
}

function renderInHand({ inHand, main }: ScreenView, width: number, paint: Paint): readonly string[] {
  const text = main.state.finished === null ? (inHand?.(width - NAME_WIDTH) ?? '') : '';
  return text === '' ? [] : [`${heading('in hand', paint)}${text}`];
}

/** @param room lines there are for it, its heading included */
function renderChange(
  change: readonly string[],
  room: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const lines = Math.min(MOST_CHANGE_LINES, room - 2);
  if (change.length === 0 || lines < LEAST_CHANGE_LINES) return [];
  const cut = change.length > lines;
  const shown = change.slice(0, cut ? lines - 1 : lines).map((line) => changeLine(line, width - 2, paint));
  const rest = cut ? [paint('faint', `  … ${formatCount(change.length - lines + 1)} lines more`)] : [];
  return ['', paint('faint', 'last kept change'), ...shown, ...rest];
}

function changeLine(line: string, width: number, paint: Paint): string {
  const mark = line[0];
  if (mark !== '+' && mark !== '-') return `  ${paint('faint', sanitise(line, width))}`;
  const indent = /^ {0,40}/.exec(line.slice(1))![0];
  const text = fit(`${mark}${indent}${sanitise(line.slice(1), width)}`, width);
  return `  ${paint(mark === '+' ? 'good' : 'bad', text)}`;
}

/** One format for every score of both runs. */
function scoreFormat({ main, control }: ScreenView): ValueFormat {
  const unit = main.state.task?.objectives[0]?.unit ?? '';
  const values = [main, control].flatMap((run) => run?.curve.points.map((point) => point.value) ?? []);
  return createValueFormat(sanitise(unit, 8), values);
}

function renderCurve(view: ScreenView, width: number, rows: number, paint: Paint): readonly string[] {
  const objective = view.main.state.task?.objectives[0];
  const format = scoreFormat(view);
  const unit = objective?.unit ? ` in ${objective.unit}` : '';
  const title = objective === undefined ? '' : `${objective.metric}${unit}, ${directionWords(objective)}`;
  const end = Math.max(view.main.curve.end, view.control?.curve.end ?? 0);
  const labelled = (whose: string, run: RunView): string =>
    width < 60 ? '' : `${whose} ${format(run.curve.points.at(-1)?.value ?? null)}`;
  const own = {
    curve: view.main.curve,
    ink: 'run',
    dashed: false,
    label: labelled('run', view.main),
  } as const;
  const control = view.control === null || view.control.curve.points.length === 0 ? [] : [view.control];
  const beside = control.map((run) => {
    return { curve: run.curve, ink: 'control', dashed: true, label: labelled('control', run) } as const;
  });
  return [
    paint('faint', sanitise(title, width)),
    ...plotCurves(end === 0 && beside.length === 0 ? [own] : [own, ...beside], width, rows, paint),
  ];
}

function renderBest(view: ScreenView, width: number, paint: Paint): readonly string[] {
  const { state } = view.main;
  const [score, baseline] = [incumbentScore(state), baselineScore(state)];
  const format = scoreFormat(view);
  const change = score === null || baseline === null ? null : formatChange(baseline, score);
  const candidate = state.incumbent?.candidate;
  const relation =
    candidate === undefined || candidate.number === 0
      ? `the baseline stands${gradeText(state)}`
      : `${change ?? 'unchanged'} to baseline ${format(baseline)}, #${candidate.number}${gradeText(state)}`;
  const room = width - NAME_WIDTH;
  const figure = fit(format(score), room);
  const first = `${heading('best', paint)}${paint('run', figure)}  ${fit(relation, Math.max(0, room - cellsOf(figure) - 2))}`;
  const summary = candidate === undefined || candidate.number === 0 ? '' : candidate.provenance.summary;
  return [first, `${' '.repeat(NAME_WIDTH)}${sanitise(summary, room)}`];
}

function gradeText({ task, incumbent }: RunState): string {
  const grade = task === null || incumbent === null ? null : scoreGrade(task, incumbent.screened);
  return grade === null ? '' : `, ${grade}`;
}

/** Every outcome has a character of its own, so that the bar reads without colour. */
const MARKS: { readonly [outcome in Outcome]: { readonly character: string; readonly ink: Ink } } = {
  kept: { character: '█', ink: 'run' },
  discarded: { character: '▒', ink: 'faint' },
  invalid: { character: '×', ink: 'bad' },
  inconclusive: { character: '?', ink: 'warning' },
  escalated: { character: '!', ink: 'warning' },
  refused: { character: '·', ink: 'control' },
};

function renderOutcomes(
  counts: OutcomeCounts,
  perSecond: number | null,
  width: number,
  paint: Paint,
): readonly string[] {
  const total = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  const rate =
    perSecond === null ? '' : `, ${perSecond >= 10 ? formatCount(perSecond) : perSecond.toFixed(1)} judged/s`;
  const text = `${formatAmount(total, 'proposal')}${rate}`;
  const room = width - NAME_WIDTH;
  const bar = outcomeBar(counts, room - text.length - 2, paint);
  return [
    `${heading('outcomes', paint)}${bar}${fit(text, room)}`,
    `${' '.repeat(NAME_WIDTH)}${renderCounts(counts, total, room, paint)}`,
  ];
}

/** The shares as a bar with a gap after it, or nothing where there is no room. */
function outcomeBar(counts: OutcomeCounts, cells: number, paint: Paint): string {
  if (cells < NARROWEST_BAR) return '';
  const shares = OUTCOMES.map((outcome) => ({ name: outcome, count: counts[outcome] }));
  const parts = divideCells(shares, cells).map((part) => {
    return paint(MARKS[part.name].ink, MARKS[part.name].character.repeat(part.cells));
  });
  return `${parts.length === 0 ? paint('faint', meter(0, cells)) : parts.join('')}  `;
}

const ALWAYS_SHOWN: ReadonlySet<Outcome> = new Set<Outcome>(['kept', 'discarded', 'invalid', 'refused']);

function renderCounts(counts: OutcomeCounts, total: number, width: number, paint: Paint): string {
  const shown = OUTCOMES.filter((outcome) => counts[outcome] > 0 || ALWAYS_SHOWN.has(outcome));
  let room = width;
  let line = '';
  for (const outcome of shown) {
    const percent = total === 0 ? '' : ` ${formatShare(counts[outcome] / total)}`;
    const text = ` ${outcome} ${formatCount(counts[outcome])}${percent}`;
    const gap = line === '' ? '' : '  ';
    if (gap.length + 1 + text.length > room) break;
    room -= gap.length + 1 + text.length;
    line += `${gap}${paint(MARKS[outcome].ink, MARKS[outcome].character)}${text}`;
  }
  return line;
}

function formatShare(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '<1%' : `${percent.toFixed(0)}%`;
}

function renderBudget({ main, seconds, perSecond }: ScreenView, width: number, paint: Paint): string {
  const { share, parts, secondsLeft } = budgetView(main.state, seconds, perSecond);
  const left =
    secondsLeft === null || main.state.phase === 'finished'
      ? []
      : [`about ${formatDuration(secondsLeft)} left`];
  const text = parts.length === 0 ? 'unlimited' : [...parts, ...left].join(', ');
  const room = width - NAME_WIDTH;
  const shown = fit(text, room);
  const cells = Math.min(24, room - cellsOf(shown) - 2);
  const bar = share === null || cells < NARROWEST_BAR ? '' : `${paint('faint', meter(share, cells))}  `;
  return `${heading('budget', paint)}${bar}${shown}`;
}

function renderGuards(state: RunState, width: number, paint: Paint): string {
  const room = width - NAME_WIDTH;
  if (state.finished !== null) {
    const ink = state.finished.reason === 'guard' ? 'bad' : 'good';
    return `${heading('ended', paint)}${paint(ink, sanitise(`${state.finished.reason}: ${state.finished.detail}`, room))}`;
  }
  const worries = [
    pendingText(state),
    state.decisions.escalate > 0
      ? formatAmount(state.decisions.escalate, 'decision escalated', 'decisions escalated')
      : '',
    state.contradictions > 0
      ? formatAmount(state.contradictions, 'screening contradicted', 'screenings contradicted')
      : '',
    dependentChecks(state) > 0
      ? `${formatAmount(dependentChecks(state), 'check')} not independent as claimed`
      : '',
    state.refusedInRow >= 50 ? `${formatCount(state.refusedInRow)} proposals refused in a row` : '',
  ].filter((worry) => worry !== '');
  const text =
    worries.length === 0 ? paint('good', 'clear') : paint('warning', fit(worries.join(', '), room));
  return `${heading('guards', paint)}${text}`;
}

function pendingText({ open, pending }: RunState): string {
  if (open === null || pending === null) return '';
  return `#${open.candidate.number} waits for a person: fulcrum approvals`;
}

function dependentChecks({ incumbent }: RunState): number {
  return incumbent?.fresh.checks.filter(({ dependence }) => dependence !== undefined).length ?? 0;
}

function heading(text: string, paint: Paint): string {
  return paint('faint', text.padEnd(NAME_WIDTH));
}
