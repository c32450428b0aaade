import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import { significant } from '../../../src/report/certificate/numbers.ts';
import { formatDuration, maximumOf, minimumOf } from '../../../src/report/format.ts';
import type { Timeline } from '../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../data/candidate-name.ts';
import type { StageLanes } from '../data/lanes.ts';
import { stageLanes } from '../data/lanes.ts';
import { go, routeHref } from '../data/route.ts';

type Span = Timeline['spans'][number];

const MOST_LANES = 12;
const LANE = 11;
const GAP = 14;
const WIDTH = 1000;
/** Windows of the latest work, in shares of the whole. */
const ZOOMS = [1, 0.5, 0.25, 0.1] as const;

/** What was done when, a row a stage; work side by side lies below each other. A piece opens its candidate. */
export function Gantt({
  run,
  spans,
}: {
  readonly run: string;
  readonly spans: readonly Span[];
}): JSX.Element {
  const [zoom, setZoom] = useState(0);
  const [pointed, setPointed] = useState<Span | null>(null);
  const [start, end] = useMemo(() => windowOf(spans, ZOOMS[zoom]!), [spans, zoom]);
  const rows = useMemo(
    () =>
      stageLanes(
        spans.filter((span) => span.from + span.seconds >= start),
        MOST_LANES,
      ),
    [spans, start],
  );
  const tops = topsOf(rows);
  const height = tops.at(-1) ?? 0;
  const across = (seconds: number): number => (WIDTH * (seconds - start)) / Math.max(1e-9, end - start);
  return (
    <div class="gantt">
      <div class="gantt-tools">
        <span class="gantt-readout" aria-live="off">
          {pointed === null
            ? `${formatDuration(start)} to ${formatDuration(end)} of the run`
            : `${candidateName(pointed.number)} ${pointed.stage}: ${significant(pointed.seconds * 1000, 'ms', 3)} at ${formatDuration(pointed.from)}`}
        </span>
        <button
          type="button"
          class="button button-small"
          onClick={() => setZoom(Math.max(0, zoom - 1))}
          disabled={zoom === 0}
        >
          Wider
        </button>
        <button
          type="button"
          class="button button-small"
          onClick={() => setZoom(Math.min(ZOOMS.length - 1, zoom + 1))}
          disabled={zoom === ZOOMS.length - 1}
        >
          Closer
        </button>
      </div>
      <div class="gantt-rows">
        <div class="gantt-names" style={{ height: `${height}px` }}>
          {rows.map(({ stage }, index) => (
            <span key={stage} style={{ top: `${tops[index]!}px` }}>
              {stage}
            </span>
          ))}
        </div>
        <svg
          class="gantt-plot"
          viewBox={`0 0 ${WIDTH} ${height}`}
          style={{ height: `${height}px` }}
          preserveAspectRatio="none"
          role="img"
          aria-label="What was done when, by stage"
          onPointerLeave={() => setPointed(null)}
        >
          {rows.map((row, index) =>
            row.spans.map(({ span, lane }, place) => (
              <rect
                key={place}
                class={`gantt-span gantt-${kindOf(row.stage)}`}
                x={across(Math.max(start, span.from))}
                y={tops[index]! + lane * LANE}
                width={Math.max(1, across(span.from + span.seconds) - across(Math.max(start, span.from)))}
                height={LANE - 2}
                onPointerEnter={() => setPointed(span)}
                onClick={() => go(routeHref(run, 'candidate', span.number))}
              />
            )),
          )}
        </svg>
      </div>
      <div class="gantt-axis" aria-hidden="true">
        <span>{formatDuration(start)}</span>
        <span>{formatDuration((start + end) / 2)}</span>
        <span>{formatDuration(end)}</span>
      </div>
    </div>
  );
}

/** The last share of the time that the spans cover. */
function windowOf(spans: readonly Span[], share: number): readonly [start: number, end: number] {
  const first = minimumOf(spans.map(({ from }) => from));
  const last = maximumOf(spans.map(({ from, seconds }) => from + seconds));
  return [last - (last - first) * share, last];
}

/** Where each row begins, and where the last one ends. */
function topsOf(rows: readonly StageLanes[]): readonly number[] {
  const tops = [0];
  for (const { lanes } of rows) tops.push(tops.at(-1)! + lanes * LANE + GAP);
  return tops;
}

function kindOf(stage: string): 'propose' | 'confirm' | 'judge' {
  if (stage.startsWith('propose')) return 'propose';
  return stage.includes('confirm') ? 'confirm' : 'judge';
}
