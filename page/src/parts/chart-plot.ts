import uPlot from 'uplot';

import 'uplot/dist/uPlot.min.css';

import { tickLabels } from '../data/tick-labels.ts';
import { onThemeChange, themeColor } from '../data/theme.ts';

export interface ChartSeries {
  readonly name: string;
  /** A custom property of the palette, as `--run`. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** `steps` for what holds until the next value. */
  readonly shape: 'steps' | 'line' | 'points';
  readonly dash?: boolean;
  /** In pixels; 1.5 when left out. */
  readonly width?: number;
}

export interface ChartContent {
  /** Ascending. */
  readonly x: readonly number[];
  readonly series: readonly ChartSeries[];
  /** An area around the series at this place: its half width in the y axis' unit. */
  readonly band?: { readonly around: number; readonly half: number };
  /** What is counted along x, in the plural and after a number. */
  readonly xTitle: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number | null) => string;
}

/** A chart on a canvas. */
export interface Plot {
  /** `hidden`: names of the series that are not drawn. */
  readonly update: (content: ChartContent, hidden: ReadonlySet<string>) => void;
  /** Answers to a key, and says whether it did. */
  readonly press: (key: string) => boolean;
  readonly destroy: () => void;
}

/** Draws into `frame`, as wide as it is; tells `follow` the place under the cursor, null when there is none. */
export function createPlot(
  frame: HTMLElement,
  first: ChartContent,
  height: number,
  follow: (place: number | null) => void,
): Plot {
  let content = first;
  let zoomed = false;
  const chart = new uPlot(options(), dataOf(content), frame);

  const resize = new ResizeObserver(() => chart.setSize({ width: frame.clientWidth, height }));
  resize.observe(frame);
  const leaveTheme = onThemeChange(() => chart.redraw(false, true));

  return {
    update(next, hidden) {
      if (next.xTitle !== content.xTitle) zoomed = false;
      content = next;
      chart.batch(() => {
        chart.setData(dataOf(next), !zoomed);
        for (const [place, series] of chart.series.entries()) {
          const show = !hidden.has(nameAt(place));
          if (place > 0 && series.show !== show) chart.setSeries(place, { show });
        }
        if (zoomed) chart.redraw();
      });
    },
    press(key) {
      if (key === 'Escape') return reset();
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
      const last = content.x.length - 1;
      const present = chart.cursor.idx ?? last;
      const place = Math.min(last, Math.max(0, present + (key === 'ArrowLeft' ? -1 : 1)));
      chart.setCursor({ left: chart.valToPos(content.x[place] ?? 0, 'x'), top: 0 });
      return true;
    },
    destroy() {
      resize.disconnect();
      leaveTheme();
      chart.destroy();
    },
  };

  /** Of a series on the chart: the x axis comes before them, the edges of the band after them. */
  function nameAt(place: number): string {
    const { series, band } = content;
    return (series[place - 1] ?? series[band?.around ?? 0])?.name ?? '';
  }

  function reset(): boolean {
    zoomed = false;
    chart.setData(dataOf(content), true);
    chart.setCursor({ left: -10, top: -10 });
    return true;
  }

  function options(): uPlot.Options {
    const bandSeries = content.band === undefined ? 0 : 2;
    return {
      width: frame.clientWidth,
      height,
      legend: { show: false },
      padding: [8, 20, 0, 0],
      cursor: {
        y: false,
        points: { size: 7, width: 1.5, fill: () => themeColor('--paper') },
        drag: { x: true, y: false },
      },
      scales: { x: { time: false }, y: { range: padded } },
      axes: [
        axis({
          values: (_, splits) => splits.map((value) => content.formatX(value)),
          grid: { show: false },
          size: 28,
        }),
        axis({
          values: (_, splits) => tickLabels(splits.map((value) => content.formatY(value))),
          size: axisWidth,
        }),
      ],
      series: [
        {},
        ...content.series.map(lineOf),
        ...Array.from({ length: bandSeries }, () => ({
          stroke: 'transparent',
          points: { show: false },
          paths: steps,
          spanGaps: false,
        })),
      ],
      bands:
        bandSeries === 0
          ? []
          : [
              {
                series: [content.series.length + 1, content.series.length + 2],
                fill: () => translucent(content.series[content.band?.around ?? 0]?.color ?? '--run'),
              },
            ],
      hooks: {
        setCursor: [(self) => follow(self.cursor.idx ?? null)],
        setSelect: [() => (zoomed = true)],
        ready: [(self) => self.over.addEventListener('dblclick', () => (zoomed = false))],
      },
    };
  }
}

const steps = uPlot.paths.stepped!({ align: 1 });

function lineOf(series: ChartSeries): uPlot.Series {
  return {
    label: series.name,
    stroke: () => themeColor(series.color),
    width: series.shape === 'points' ? 0 : (series.width ?? 1.5),
    ...(series.dash === true ? { dash: [5, 4] } : {}),
    ...(series.shape === 'steps' ? { paths: steps } : {}),
    points:
      series.shape === 'points'
        ? { show: true, size: 4, fill: () => themeColor(series.color) }
        : { show: false },
  };
}

function axis(special: uPlot.Axis): uPlot.Axis {
  return {
    stroke: () => themeColor('--muted'),
    font: '11px ui-sans-serif, system-ui, sans-serif',
    gap: 6,
    ...special,
    ticks: { show: false },
    grid: { stroke: () => themeColor('--rule'), width: 0.5, ...special.grid },
  };
}

/** As wide as the longest figure on the y axis, so that nothing is cut. */
function axisWidth(self: uPlot, values: readonly string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value.length));
  self.ctx.font = `${11 * devicePixelRatio}px ui-sans-serif, system-ui, sans-serif`;
  return Math.ceil(self.ctx.measureText('0'.repeat(longest)).width / devicePixelRatio) + 12;
}

function dataOf(content: ChartContent): uPlot.AlignedData {
  const lines = content.series.map(({ values }) => [...values]);
  return [[...content.x], ...lines, ...bandOf(content)];
}

function bandOf({ band, series }: ChartContent): (number | null)[][] {
  if (band === undefined) return [];
  const middle = series[band.around]?.values ?? [];
  return [band.half, -band.half].map((by) => middle.map((value) => (value === null ? null : value + by)));
}

/** A little room above and below; a flat line stands in the middle. */
function padded(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

function translucent(property: string): string {
  return `${themeColor(property)}26`;
}
