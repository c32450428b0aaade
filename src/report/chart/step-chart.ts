import { formatCount, formatNumber, maximumOf, minimumOf } from '../format.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import type { CurvePoint } from '../step-curve.ts';
import type { Scale } from './axis.ts';
import { linearScale, tickDecimals, ticks, tickStep } from './axis.ts';
import { spreadLabels } from './labels.ts';

export type SeriesTone = 'run' | 'control' | 'held-out' | 'held-out-other' | 'muted';

export interface Series {
  readonly tone: SeriesTone;
  readonly style: 'solid' | 'dashed' | 'thin';
  /** Written at the line's end; null leaves the line unnamed. */
  readonly label: string | null;
  readonly points: readonly CurvePoint[];
  readonly end: number;
  /** Points to mark, each with what a pointer resting on it reads. */
  readonly marks: readonly (CurvePoint & { readonly title: string })[];
}

export interface StepChart {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly yTitle: string;
  readonly xTitle: string;
  readonly series: readonly Series[];
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LABEL_SPACING = 15;
/** Pixels a character of the 12 px labels takes in the widest of the fonts, regular and bold. */
const CHARACTER_WIDTH = 6.9;
const BOLD_CHARACTER_WIDTH = 7.6;

/** Step lines over a count, with axes, marks and a label at the end of each line; an SVG of the given size in CSS pixels. */
export function renderStepChart(chart: StepChart): Markup {
  const series = chart.series.filter((line) => line.points.length > 0);
  const values = series.flatMap((line) => line.points.map((point) => point.value));
  const [low, high] = values.length === 0 ? [0, 1] : [minimumOf(values), maximumOf(values)];
  const padding = (high - low || Math.abs(high) || 1) * 0.06;
  const [from, to] = [low - padding, high + padding];
  const end = Math.max(1, ...series.map((line) => line.end));
  const frame = frameOf(chart, series, from, to);
  const x = linearScale(0, end, frame.left, frame.right);
  const y = linearScale(from, to, frame.bottom, frame.top);
  return html`<svg
    class="chart"
    viewBox="0 0 ${chart.width} ${chart.height}"
    width="${chart.width}"
    height="${chart.height}"
    role="img"
    aria-label="${chart.title}"
  >
    ${renderYAxis(chart, frame, y, from, to)}${renderXAxis(chart, frame, x, end)}
    ${series.map((line) => renderLine(line, x, y))}${series.flatMap((line) => renderMarks(line, x, y))}
    ${renderLabels(series, frame, y)}
  </svg>`;
}

function frameOf(chart: StepChart, series: readonly Series[], from: number, to: number): Frame {
  const longest = maximumOf([0, ...series.map((line) => line.label?.length ?? 0)]);
  const count = yTickCount(chart);
  const decimals = tickDecimals(tickStep(from, to, count));
  const tickLength = maximumOf(ticks(from, to, count).map((tick) => formatNumber(tick, decimals).length));
  return {
    left: Math.round(12 + tickLength * CHARACTER_WIDTH),
    right: Math.round(chart.width - 10 - longest * BOLD_CHARACTER_WIDTH),
    top: 34,
    bottom: chart.height - 44,
  };
}

function yTickCount(chart: StepChart): number {
  return Math.max(3, Math.floor(chart.height / 60));
}

function renderYAxis(chart: StepChart, frame: Frame, y: Scale, from: number, to: number): Markup {
  const count = yTickCount(chart);
  const decimals = tickDecimals(tickStep(from, to, count));
  const rows = ticks(from, to, count).map((tick) => {
    const height = round(y(tick));
    return html`<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${height}" y2="${height}" />
      <text class="tick" x="${frame.left - 6}" y="${height + 4}" text-anchor="end"
        >${formatNumber(tick, decimals)}</text
      >`;
  });
  return html`<text class="axis-title" x="0" y="14">${chart.yTitle}</text>${rows}`;
}

function renderXAxis(chart: StepChart, frame: Frame, x: Scale, end: number): Markup {
  const count = Math.max(2, Math.floor((frame.right - frame.left) / 90));
  const marks = ticks(0, end, count)
    .filter((tick) => Number.isInteger(tick))
    .map((tick) => {
      const across = round(x(tick));
      return html`<line
          class="axis"
          x1="${across}"
          x2="${across}"
          y1="${frame.bottom}"
          y2="${frame.bottom + 5}"
        />
        <text class="tick" x="${across}" y="${frame.bottom + 19}" text-anchor="middle"
          >${formatCount(tick)}</text
        >`;
    });
  return html`<line
      class="axis"
      x1="${frame.left}"
      x2="${frame.right}"
      y1="${frame.bottom}"
      y2="${frame.bottom}"
    />
    ${marks}<text
      class="axis-title"
      x="${(frame.left + frame.right) / 2}"
      y="${chart.height - 5}"
      text-anchor="middle"
      >${chart.xTitle}</text
    >`;
}

function renderLine(line: Series, x: Scale, y: Scale): Markup {
  const [first, ...rest] = line.points;
  const steps = rest.map((point) => `H${round(x(point.evaluation))}V${round(y(point.value))}`).join('');
  const path = `M${round(x(first!.evaluation))} ${round(y(first!.value))}${steps}H${round(x(line.end))}`;
  return html`<path class="line ${line.style} tone-${line.tone}" d="${path}" />`;
}

function renderMarks(line: Series, x: Scale, y: Scale): readonly Markup[] {
  return line.marks.map(
    (mark) =>
      html`<circle
        class="mark tone-${line.tone}"
        cx="${round(x(mark.evaluation))}"
        cy="${round(y(mark.value))}"
        r="3.2"
        ><title>${mark.title}</title></circle
      >`,
  );
}

function renderLabels(series: readonly Series[], frame: Frame, y: Scale): readonly Markup[] {
  const labels = series.flatMap((line) =>
    line.label === null ? [] : [{ text: line.label, tone: line.tone, y: y(line.points.at(-1)!.value) }],
  );
  return spreadLabels(labels, LABEL_SPACING, frame.top, frame.bottom).map(
    (label) =>
      html`<text class="label tone-${label.tone}" x="${frame.right + 8}" y="${round(label.y + 4)}"
        >${label.text}</text
      >`,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
