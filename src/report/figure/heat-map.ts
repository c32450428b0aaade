import type { IllustrationAxis } from '../../kernel/illustration.ts';
import { ticks } from '../chart/axis.ts';
import type { ValueFormat } from '../format.ts';
import { createValueFormat, formatNumber } from '../format.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import type { ColorScale } from './color-scale.ts';
import { createColorScale } from './color-scale.ts';
import type { HeatMapFigure, HeatMapPanel } from './figure.ts';

const LEVELS = 64;
const PLOT = 320;
const LEFT = 52;
const TOP = 14;
const BOTTOM = 92;
/** Finer grids than this are sampled: a screen would not show more. */
const MOST_CELLS_ACROSS = 128;

/** The panels side by side, each with axes and a legend; values are read by resting the pointer on a colour. */
export function renderHeatMap(figure: HeatMapFigure): Markup {
  const all = figure.panels.flatMap(finiteValues);
  const sharedScale = createColorScale(all, figure.scale, LEVELS);
  const panels = figure.panels.map((panel) => {
    const values = figure.shared ? all : finiteValues(panel);
    const scale = figure.shared ? sharedScale : createColorScale(values, figure.scale, LEVELS);
    return renderPanel(figure, panel, scale, createValueFormat(figure.unit, [scale.low, scale.high]));
  });
  return html`<figure class="heat-map">
    <figcaption><strong>${figure.title}</strong> ${figure.caption}</figcaption>
    <div class="panels">${panels}</div>
  </figure>`;
}

function renderPanel(
  figure: HeatMapFigure,
  panel: HeatMapPanel,
  scale: ColorScale,
  format: ValueFormat,
): Markup {
  const rows = sampled(panel.rows);
  const columns = rows[0]?.length ?? 0;
  const height = TOP + PLOT + BOTTOM;
  const plot = html`<g
    transform="translate(${LEFT} ${TOP}) scale(${PLOT / Math.max(1, columns)} ${PLOT / Math.max(1, rows.length)})"
    shape-rendering="crispEdges"
    ><rect class="no-value" width="${columns}" height="${rows.length}"><title>no finite value</title></rect>
    ${renderCells(rows, scale, format)}</g
  >`;
  return html`<div class="panel">
    <h4>${panel.label}</h4>
    <svg
      class="chart"
      viewBox="0 0 ${LEFT + PLOT + 16} ${height}"
      width="${LEFT + PLOT + 16}"
      height="${height}"
      role="img"
      aria-label="${`${figure.title}, ${panel.label}`}"
    >
      ${plot}${renderXAxis(figure.x, panel.rows[0]?.length ?? 0)}${renderYAxis(figure.y, panel.rows.length)}
      ${renderLegend(scale, format)}
    </svg>
  </div>`;
}

/** One path for each colour, made of runs of equal cells, so that a grid of 16,000 cells stays small. */
function renderCells(
  rows: readonly (readonly (number | null)[])[],
  scale: ColorScale,
  format: ValueFormat,
): readonly Markup[] {
  const paths = scale.colors.map(() => '');
  for (const [j, row] of rows.entries()) {
    let start = 0;
    for (let i = 1; i <= row.length; i += 1) {
      const level = levelOf(row[start], scale);
      if (i < row.length && levelOf(row[i], scale) === level) continue;
      if (level !== null) paths[level] += `M${start} ${rows.length - 1 - j}h${i - start}v1H${start}z`;
      start = i;
    }
  }
  const step = (scale.high - scale.low) / scale.colors.length;
  return paths.flatMap((path, level) => {
    if (path === '') return [];
    const title = `${format(scale.low + level * step)} to ${format(scale.low + (level + 1) * step)}`;
    return [html`<path fill="${scale.colors[level]!}" d="${path}"><title>${title}</title></path>`];
  });
}

function levelOf(value: number | null | undefined, scale: ColorScale): number | null {
  return isValue(value) ? scale.levelOf(value) : null;
}

function renderXAxis(axis: IllustrationAxis, count: number): Markup {
  const marks = axisTicks(axis, count).map(({ value, share }) => {
    const across = LEFT + share * PLOT;
    return html`<line class="axis" x1="${across}" x2="${across}" y1="${TOP + PLOT}" y2="${TOP + PLOT + 4}" />
      <text class="tick" x="${across}" y="${TOP + PLOT + 17}" text-anchor="middle"
        >${formatNumber(value, 0)}</text
      >`;
  });
  return html`${marks}<text
      class="axis-title"
      x="${LEFT + PLOT / 2}"
      y="${TOP + PLOT + 36}"
      text-anchor="middle"
      >${axis.label}</text
    >`;
}

function renderYAxis(axis: IllustrationAxis, count: number): Markup {
  const marks = axisTicks(axis, count).map(({ value, share }) => {
    const height = TOP + PLOT - share * PLOT;
    return html`<line class="axis" x1="${LEFT - 4}" x2="${LEFT}" y1="${height}" y2="${height}" />
      <text class="tick" x="${LEFT - 7}" y="${height + 4}" text-anchor="end"
        >${formatNumber(value, 0)}</text
      >`;
  });
  const middle = TOP + PLOT / 2;
  return html`${marks}<text
      class="axis-title"
      x="12"
      y="${middle}"
      text-anchor="middle"
      transform="rotate(-90 12 ${middle})"
      >${axis.label}</text
    >`;
}

/** Round values along an axis; a value belongs to the middle of its cell. */
function axisTicks(
  axis: IllustrationAxis,
  count: number,
): readonly { readonly value: number; readonly share: number }[] {
  const last = axis.start + axis.step * Math.max(0, count - 1);
  return ticks(axis.start, last, 5).map((value) => ({
    value,
    share: ((value - axis.start) / axis.step + 0.5) / Math.max(1, count),
  }));
}

function renderLegend(scale: ColorScale, format: ValueFormat): Markup {
  const top = TOP + PLOT + 52;
  const width = PLOT / scale.colors.length;
  const cells = scale.colors.map(
    (color, level) =>
      html`<rect
        x="${LEFT + level * width}"
        y="${top}"
        width="${width + 0.5}"
        height="10"
        fill="${color}"
      />`,
  );
  const [atMost, atLeast] = scale.clipped ? ['≤ ', '≥ '] : ['', ''];
  return html`${cells}<text class="tick" x="${LEFT}" y="${top + 25}">${atMost}${format(scale.low)}</text>
    <text class="tick" x="${LEFT + PLOT}" y="${top + 25}" text-anchor="end"
      >${atLeast}${format(scale.high)}</text
    >`;
}

function sampled(rows: HeatMapPanel['rows']): HeatMapPanel['rows'] {
  const sample = <Item>(items: readonly Item[]): readonly Item[] => {
    if (items.length <= MOST_CELLS_ACROSS) return items;
    const stride = items.length / MOST_CELLS_ACROSS;
    return Array.from({ length: MOST_CELLS_ACROSS }, (_, index) => items[Math.floor(index * stride)]!);
  };
  return sample(rows).map((row) => sample(row));
}

function finiteValues(panel: HeatMapPanel): readonly number[] {
  return panel.rows.flatMap((row) => row.filter(isValue));
}

function isValue(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
