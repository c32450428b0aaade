import type { Series, SeriesTone, StepChart } from '../chart/step-chart.ts';
import { renderStepChart } from '../chart/step-chart.ts';
import { renderTimeline } from '../chart/timeline-chart.ts';
import type { ReportContext } from '../context.ts';
import { gradesBeside, heldOutValue } from '../context.ts';
import { directionWords, formatCount } from '../format.ts';
import type { Milestone } from '../history.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { OUTCOMES } from '../outcome.ts';
import type { StepCurve } from '../step-curve.ts';
import { capped } from '../text.ts';

const HELD_OUT_LINES = 2;

/** The objective over the run beside its control, baseline and held-out values, and what became of the proposals. */
export function renderCurveSection(context: ReportContext): Markup {
  const { objective, input } = context;
  const unit = objective.unit === '' ? '' : ` in ${objective.unit}`;
  const chart = {
    title: `${objective.metric} by candidates judged`,
    yTitle: `${objective.metric}${unit}, ${directionWords(objective)}`,
    xTitle: 'candidates judged',
  };
  const wide: StepChart = { ...chart, width: 960, height: 420, series: seriesOf(context, 'long') };
  const narrow: StepChart = { ...chart, width: 350, height: 320, series: seriesOf(context, 'short') };
  return html`<section id="curve">
    <h2>How it got there</h2>
    <figure>
      <div class="wide">${renderStepChart(wide)}</div>
      <div class="narrow">${renderStepChart(narrow)}</div>
      <figcaption>
        The incumbent’s score on visible questions, a dot for each candidate that was kept; rest the pointer
        on one to read it.${caption(context)} Evidence:
        ${gradesBeside(context.winner ?? context.baseline).join(', ')}.
      </figcaption>
    </figure>
    <figure>
      <div class="wide">${renderTimeline(input.main.timeline, 960, 72)}</div>
      <div class="narrow">${renderTimeline(input.main.timeline, 350, 72)}</div>
      ${renderOutcomeKey(context)}
    </figure>
  </section>`;
}

function caption(context: ReportContext): string {
  const tempting = context.input.main.temptations.groups[0]?.count ?? 0;
  const gap = ' The thin line is the best visible score of any candidate, kept or not.';
  const draws = ' Held-out values are measured anew at every keep, on fresh questions.';
  return `${tempting > 0 ? gap : ''}${heldOutLines(context, 'long').length > 0 ? draws : ''}${controlCaption(context)}`;
}

/** A control has an oracle seed of its own, and with it other questions. */
function controlCaption({ input, baseline, score }: ReportContext): string {
  const start = input.control?.baseline?.visible ?? null;
  if (start === null || start === baseline.visible) return '';
  return ` The control answered questions of its own, on which the baseline scores ${score(start)}.`;
}

function seriesOf(context: ReportContext, length: 'long' | 'short'): readonly Series[] {
  const { input, baseline, controlName, score } = context;
  const long = length === 'long';
  const { incumbents, bestVisible } = input.main;
  const control = input.control?.incumbents;
  const end = Math.max(incumbents.end, control?.end ?? 0);
  const baselineCurve = {
    points: baseline.visible === null ? [] : [{ evaluation: 0, value: baseline.visible }],
    end,
  };
  const tempting = (input.main.temptations.groups[0]?.count ?? 0) > 0;
  const named = (name: string, curve: StepCurve): string =>
    long ? `${name} ${score(curve.points.at(-1)?.value ?? null)}` : name;
  return [
    line('muted', 'dashed', named('baseline', baselineCurve), baselineCurve),
    ...(tempting ? [line('run', 'thin', null, bestVisible)] : []),
    ...(control === undefined
      ? []
      : [line('control', 'dashed', named(long ? `control (${controlName})` : 'control', control), control)]),
    ...heldOutLines(context, length),
    {
      ...line('run', 'solid', named(long ? 'this run' : 'run', incumbents), incumbents),
      marks: keepMarks(context),
    },
  ];
}

function line(tone: SeriesTone, style: Series['style'], label: string | null, curve: StepCurve): Series {
  return { tone, style, label, points: curve.points, end: curve.end, marks: [] };
}

function keepMarks(context: ReportContext): Series['marks'] {
  return context.keeps.flatMap((keep) =>
    keep.visible === null
      ? []
      : [{ evaluation: keep.evaluation, value: keep.visible, title: keepTitle(context, keep) }],
  );
}

function keepTitle(context: ReportContext, keep: Milestone): string {
  return `#${keep.number}, candidate ${formatCount(keep.evaluation)}: ${context.score(keep.visible)}\n${capped(keep.provenance.summary, 100)}`;
}

/** Only slices measured in the objective's own metric share its axis. */
function heldOutLines(context: ReportContext, length: 'long' | 'short'): readonly Series[] {
  const { task, objective, baseline, keeps, input } = context;
  const slices = task.slices.heldOut
    .filter((slice) => slice.metric === objective.metric)
    .slice(0, HELD_OUT_LINES);
  return slices.map(({ name }, index) => {
    const points = [baseline, ...keeps].flatMap((milestone) => {
      const value = heldOutValue(milestone, name)?.value;
      return value == null ? [] : [{ evaluation: milestone.evaluation, value }];
    });
    const format = context.heldOut(name);
    const short = slices.length === 1 ? 'held-out' : name.slice(0, 12);
    const label = length === 'long' ? `${name.slice(0, 20)} ${format(points.at(-1)?.value ?? null)}` : short;
    const marks = points.map((point) => ({ ...point, title: `${name}: ${format(point.value)}` }));
    const tone = index === 0 ? 'held-out' : 'held-out-other';
    return { tone, style: 'solid', label, points, end: input.main.incumbents.end, marks };
  });
}

function renderOutcomeKey(context: ReportContext): Markup {
  const { outcomes } = context.input.main;
  const total = Math.max(
    1,
    OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0),
  );
  const items = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map((outcome) => {
    const share = (100 * outcomes[outcome]) / total;
    return html`<li>
      <span class="swatch back-${outcome}"></span>${outcome}${outcome === 'refused' ? ' before judging' : ''}
      <b>${formatCount(outcomes[outcome])}</b> (${share < 1 ? '<1' : share.toFixed(0)}%)
    </li>`;
  });
  return html`<figcaption>
      What became of the ${formatCount(total)} proposals, in the order they were settled.
    </figcaption>
    <ul class="key">
      ${items}
    </ul>`;
}
