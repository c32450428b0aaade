import { tickDecimals, ticks, tickStep } from '../../../report/chart/axis.ts';
import { spreadLabels } from '../../../report/chart/labels.ts';
import { clamp, formatCount, formatNumber, maximumOf, minimumOf } from '../../../report/format.ts';
import type { StepCurve } from '../../../report/step-curve.ts';
import type { BrailleCanvas } from './braille.ts';
import { createBrailleCanvas } from './braille.ts';
import { cellsOf } from './cells.ts';
import type { Ink, Paint } from './paint.ts';
import { fit } from './sanitise.ts';

export interface PlottedCurve {
  readonly curve: StepCurve;
  readonly ink: Ink;
  /** A dashed line can be told from a solid one without colour. */
  readonly dashed: boolean;
  /** Written beside the line's end. */
  readonly label: string;
}

interface Area {
  readonly columns: number;
  readonly rows: number;
  readonly margin: number;
  readonly low: number;
  readonly high: number;
  readonly end: number;
}

/**
 * Step curves over a count as lines of text: `rows` of plot with a vertical axis and labels, then two of horizontal axis.
 * The first curve is drawn over the others. No line is wider than `width`.
 */
export function plotCurves(
  curves: readonly PlottedCurve[],
  width: number,
  rows: number,
  paint: Paint,
): readonly string[] {
  const shown = curves.filter(({ curve }) => curve.points.length > 0);
  const area = areaOf(shown, width, rows);
  const layers = shown.map((line) => ({ ink: line.ink, canvas: drawCurve(line, area) }));
  const yLabels = labelRows(area);
  const ends = endLabels(shown, area);
  const plot = Array.from({ length: rows }, (_, row) => {
    const label = yLabels.get(row);
    const axis = `${(label ?? '').padStart(area.margin - 2)} ${label === undefined ? '│' : '┤'}`;
    const line = paintRow(layers, area.columns, row, paint);
    const end = ends.get(row);
    return `${paint('faint', axis)}${line}${end === undefined ? '' : ` ${paint(end.ink, end.text)}`}`;
  });
  return [...plot, ...horizontalAxis(area).map((line) => paint('faint', line))];
}

function areaOf(curves: readonly PlottedCurve[], width: number, rows: number): Area {
  const values = curves.flatMap(({ curve }) => curve.points.map((point) => point.value));
  const [low, high] = values.length === 0 ? [0, 1] : [minimumOf(values), maximumOf(values)];
  const padding = high > low ? 0 : Math.abs(high) * 0.05 || 1;
  const end = Math.max(1, ...curves.map(({ curve }) => curve.end));
  const area = { columns: 0, rows, margin: 0, low: low - padding, high: high + padding, end };
  const margin = 2 + maximumOf([3, ...[...labelRows(area).values()].map((label) => label.length)]);
  const labels = maximumOf([0, ...curves.map(({ label }) => cellsOf(label) + 1)]);
  return { ...area, margin, columns: Math.max(8, width - margin - labels) };
}

function drawCurve({ curve, dashed }: PlottedCurve, area: Area): BrailleCanvas {
  const canvas = createBrailleCanvas(area.columns, area.rows);
  let index = 0;
  let previous: number | null = null;
  for (let x = 0; x < area.columns * 2; x += 1) {
    const evaluation = (x / (area.columns * 2 - 1)) * area.end;
    if (evaluation > Math.max(curve.end, 1) || evaluation < curve.points[0]!.evaluation) continue;
    while (index + 1 < curve.points.length && curve.points[index + 1]!.evaluation <= evaluation) index += 1;
    const y = dotOf(curve.points[index]!.value, area);
    const from = previous ?? y;
    for (let dot = Math.min(from, y); dot <= Math.max(from, y); dot += 1) {
      if (!dashed || x % 8 < 5 || from !== y) canvas.set(x, dot);
    }
    previous = y;
  }
  return canvas;
}

function dotOf(value: number, { low, high, rows }: Area): number {
  return Math.round(((high - value) / (high - low)) * (rows * 4 - 1));
}

interface Layer {
  readonly ink: Ink;
  readonly canvas: BrailleCanvas;
}

/** A row of cells, the first layer over the others; neighbours of one colour share their escape sequences. */
function paintRow(layers: readonly Layer[], columns: number, row: number, paint: Paint): string {
  let line = '';
  let run = { ink: null as Ink | null, text: '' };
  const flush = (): void => {
    line += run.ink === null ? run.text : paint(run.ink, run.text);
  };
  for (let column = 0; column < columns; column += 1) {
    const { ink, character } = cellAt(layers, column, row);
    if (ink !== run.ink) {
      flush();
      run = { ink, text: '' };
    }
    run.text += character;
  }
  flush();
  return line;
}

function cellAt(
  layers: readonly Layer[],
  column: number,
  row: number,
): { ink: Ink | null; character: string } {
  for (const { ink, canvas } of layers) {
    const character = canvas.cell(column, row);
    if (character !== null) return { ink, character };
  }
  return { ink: null, character: ' ' };
}

/** Round values on the rows they fall on. */
function labelRows(area: Area): ReadonlyMap<number, string> {
  const count = Math.max(3, Math.floor(area.rows / 2));
  const decimals = tickDecimals(tickStep(area.low, area.high, count));
  const rows = ticks(area.low, area.high, count).map((tick): [number, string] => {
    return [Math.floor(dotOf(tick, area) / 4), formatNumber(tick, decimals)];
  });
  return new Map(rows);
}

function endLabels(
  curves: readonly PlottedCurve[],
  area: Area,
): ReadonlyMap<number, { ink: Ink; text: string }> {
  const labels = curves.map(({ curve, ink, label }) => {
    return { ink, text: label, y: Math.floor(dotOf(curve.points.at(-1)!.value, area) / 4) };
  });
  const spread = spreadLabels(labels, 1, 0, area.rows - 1);
  return new Map(spread.map(({ y, ink, text }) => [y, { ink, text }]));
}

function horizontalAxis({ columns, margin, end }: Area): readonly string[] {
  const marks = ticks(0, end, Math.max(2, Math.floor(columns / 14))).filter((tick) => Number.isInteger(tick));
  const axis = Array.from({ length: columns }, () => '─');
  let labels = '';
  for (const tick of marks) {
    const column = clamp(Math.round((tick / end) * (columns - 1)), 0, columns - 1);
    const text = formatCount(tick);
    const start = Math.max(0, column - Math.floor(text.length / 2));
    if (start > 0 && start <= labels.length) continue;
    if (start + text.length > columns) continue;
    axis[column] = '┬';
    labels = labels.padEnd(start) + text;
  }
  const unit = 'judged';
  const withUnit =
    labels.length + unit.length + 2 <= columns ? `${labels.padEnd(columns - unit.length)}${unit}` : labels;
  return [
    `${' '.repeat(margin - 1)}└${axis.join('')}`,
    fit(`${' '.repeat(margin)}${withUnit}`, margin + columns),
  ];
}
