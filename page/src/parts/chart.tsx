import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { ChartContent } from './chart-plot.ts';
import type { Plot } from './chart-plot.ts';

export type { ChartSeries } from './chart-plot.ts';

interface ChartProps extends ChartContent {
  /** What it shows, in a sentence with its main figures: it is all that a reader without eyes has. */
  readonly label: string;
  /** In pixels; kept while the chart's code is loading. */
  readonly height: number;
}

/**
 * Lines over one x axis, the last one on top, with a legend that begins with it and shows the values under the cursor.
 * The cursor follows the pointer or the arrow keys; dragging zooms, and Escape or a double click goes back; a click in
 * the legend hides a line.
 */
export function Chart(props: ChartProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const [place, setPlace] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef({ props, hidden });
  latest.current = { props, hidden };
  const { x, series, band, formatX, formatY, xTitle } = props;

  useEffect(() => {
    let ended = false;
    import('./chart-plot.ts').then(
      ({ createPlot }) => {
        if (ended || frame.current === null) return;
        const { current } = latest;
        plot.current = createPlot(frame.current, current.props, current.props.height, setPlace);
        plot.current.update(current.props, current.hidden);
      },
      () => setFailed(true),
    );
    return () => {
      ended = true;
      plot.current?.destroy();
      plot.current = null;
    };
    // A chart with other lines is another chart; only its figures change in place.
  }, [series.map(({ name }) => name).join('\n'), band === undefined, props.height]);

  useEffect(() => plot.current?.update(props, hidden), [x, series, hidden, band, formatX, formatY]);

  const toggle = (name: string): void => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
  };
  const shown = place ?? x.length - 1;
  return (
    <figure class="chart">
      <figcaption class="chart-legend">
        {series.toReversed().map((one) => (
          <button
            key={one.name}
            type="button"
            class="chart-key"
            aria-pressed={!hidden.has(one.name)}
            title={hidden.has(one.name) ? 'Show' : 'Hide'}
            onClick={() => toggle(one.name)}
          >
            <i
              class={`swatch ${one.dash === true ? 'swatch-dash' : ''}`}
              style={{ color: `var(${one.color})` }}
            />
            <span class="chart-name">{one.name}</span>
            <b>{formatY(place === null ? lastOf(one.values) : (one.values[shown] ?? null))}</b>
          </button>
        ))}
      </figcaption>
      {failed ? (
        <div class="chart-frame chart-missing" style={{ height: `${props.height}px` }} role="alert">
          <b>No chart</b>
          <p>Its code did not come: is fulcrum view still running? Once it is, load this page again.</p>
          <p>{props.label}</p>
        </div>
      ) : (
        <div
          ref={frame}
          class="chart-frame"
          style={{ height: `${props.height}px` }}
          role="img"
          aria-label={props.label}
          tabIndex={0}
          onKeyDown={(event) => {
            if (plot.current?.press(event.key) === true) event.preventDefault();
          }}
        />
      )}
      <div class="chart-place">{place === null ? xTitle : `at ${formatX(x[place] ?? 0)} ${xTitle}`}</div>
    </figure>
  );
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}
