import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import { createValueFormat, directionWords, formatNumber } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { alignCurves } from '../../data/align-curves.ts';
import type { ProgressAxis } from '../../data/progress-axis.ts';
import { PROGRESS_AXES, PROGRESS_FORMATS } from '../../data/progress-axis.ts';
import { Chart } from '../chart.tsx';
import { Panel } from '../panel.tsx';
import { Tabs } from '../tabs.tsx';

export interface ComparedRun {
  readonly id: string;
  readonly overview: Overview;
  /** In the order of `LINES`. */
  readonly place: number;
}

/** How the runs are drawn; no more of them can be told apart. */
export const LINES: readonly { readonly color: string; readonly dash: boolean }[] = [
  { color: '--run', dash: false },
  { color: '--control', dash: false },
  { color: '--held-out', dash: false },
  { color: '--held-out-other', dash: false },
  { color: '--muted', dash: true },
  { color: '--run', dash: true },
];

/** The incumbents of all runs on one scale; as a share of each one's baseline where they are not measured alike. */
export function RunCurves({ runs }: { readonly runs: readonly ComparedRun[] }): JSX.Element {
  const [axis, setAxis] = useState<ProgressAxis>('evaluations');
  const objective = runs[0]!.overview.card.objective;
  const alike = runs.every(({ overview }) => measuredAs(overview) === measuredAs(runs[0]!.overview));
  const { x, series } = useMemo(() => linesOf(runs, axis, alike), [runs.map(keyOf).join('\n'), axis, alike]);
  const format = alike
    ? createValueFormat(
        objective?.unit ?? '',
        runs.flatMap(({ overview: { card } }) =>
          [card.baseline, card.incumbent].filter((value) => value !== null),
        ),
      )
    : (value: number | null) => (value === null ? '–' : `${formatNumber(value, 1)}%`);
  const name =
    objective === null
      ? 'Objective'
      : alike
        ? `${objective.metric} on ${objective.slice}`
        : 'Objective, in per cent of the baseline';
  return (
    <Panel
      title={name}
      aside={
        <>
          {alike && objective !== null ? <span class="not-narrow">{directionWords(objective)}</span> : null}
          <Tabs label="Counted along" choices={PROGRESS_AXES} chosen={axis} choose={setAxis} />
        </>
      }
    >
      <Chart
        label={`${name} of ${runs.length} runs: ${runs.map(({ id, overview }) => `${id} came to ${format(alike ? overview.card.incumbent : shareOf(overview, overview.card.incumbent))}`).join(', ')}.`}
        height={300}
        x={x}
        series={series}
        xTitle={axis === 'evaluations' ? 'evaluations' : 'of work'}
        formatX={PROGRESS_FORMATS[axis]}
        formatY={format}
      />
    </Panel>
  );
}

/** Runs of equal names here are judged by the same figure, as far as their records tell. */
function measuredAs({ card }: Overview): string {
  const { objective, task } = card;
  return JSON.stringify([task, objective?.metric, objective?.slice, objective?.unit, objective?.direction]);
}

function keyOf({ id, overview }: ComparedRun): string {
  return `${id} ${overview.head?.sequence ?? 0} ${overview.card.reading.read}`;
}

function shareOf({ card }: Overview, value: number | null): number | null {
  return value === null || card.baseline === null || card.baseline === 0
    ? null
    : (100 * value) / card.baseline;
}

function linesOf(
  runs: readonly ComparedRun[],
  axis: ProgressAxis,
  alike: boolean,
): { readonly x: readonly number[]; readonly series: Parameters<typeof Chart>[0]['series'] } {
  const drawn = runs.toReversed();
  const { x, values } = alignCurves(
    drawn.map(({ overview }) => {
      const curve = overview.curves.incumbent;
      return {
        x: curve[axis],
        values: alike ? curve.values : curve.values.map((value) => shareOf(overview, value)),
      };
    }),
  );
  const series = drawn.map(({ id, place }, line) => ({
    name: id,
    ...LINES[place]!,
    shape: 'steps' as const,
    width: place === 0 ? 2 : 1.5,
    values: values[line]!,
  }));
  return { x, series };
}
