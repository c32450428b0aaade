import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';

import type { ValueFormat } from '../../../src/report/format.ts';
import { directionWords } from '../../../src/report/format.ts';
import type { Curve, Overview } from '../../../src/surfaces/view/protocol.ts';
import { alignCurves } from '../data/align-curves.ts';
import { useKeys } from '../data/keys.ts';
import type { ProgressAxis } from '../data/progress-axis.ts';
import { PROGRESS_AXES, PROGRESS_FORMATS } from '../data/progress-axis.ts';
import type { ChartSeries } from './chart.tsx';
import { Chart } from './chart.tsx';
import { withUnit } from './overview/value-format.ts';
import { Panel } from './panel.tsx';
import { Tabs } from './tabs.tsx';

/** The objective as the run went on, with what it must be seen beside: control, held-out slices and noise. */
export function ObjectiveChart({
  overview,
  format,
}: {
  readonly overview: Overview;
  readonly format: ValueFormat;
}): JSX.Element {
  const [axis, setAxis] = useState<ProgressAxis>('evaluations');
  const { card, noise } = overview;
  useKeys([
    {
      key: 'x',
      does: 'Chart along evaluations or time',
      run: () => setAxis(axis === 'seconds' ? 'evaluations' : 'seconds'),
    },
  ]);
  const { x, series } = useMemo(() => linesOf(overview, axis), [overview, axis]);
  const { objective } = card;
  const name = withUnit(
    objective === null ? 'Objective' : `${objective.metric} on ${objective.slice}`,
    overview,
  );
  const label =
    `${name} over ${axis === 'seconds' ? 'time' : 'evaluations'}, ${objective === null ? '' : directionWords(objective)}. ` +
    `Baseline ${format(card.baseline)}, incumbent ${format(card.incumbent)}.`;
  return (
    <Panel
      title={name}
      aside={
        <>
          {objective === null ? null : <span class="not-narrow">{directionWords(objective)}</span>}
          {noise === null ? null : <span class="not-narrow">band ±{format(noise)}</span>}
          <Tabs label="Counted along" choices={PROGRESS_AXES} chosen={axis} choose={setAxis} />
        </>
      }
    >
      <Chart
        label={label}
        height={332}
        x={x}
        series={series}
        {...(noise === null ? {} : { band: { around: series.length - 1, half: noise } })}
        xTitle={axis === 'evaluations' ? 'evaluations' : 'of work'}
        formatX={PROGRESS_FORMATS[axis]}
        formatY={format}
      />
    </Panel>
  );
}

/** Held-out slices of another metric have another unit, and so no place on this axis. */
function linesOf(
  { card, curves, heldOut }: Overview,
  axis: ProgressAxis,
): { readonly x: readonly number[]; readonly series: readonly ChartSeries[] } {
  const lines = [
    ...(curves.control === null ? [] : [line('control', curves.control, '--control', { dash: true })]),
    ...heldOut
      .filter(({ metric }) => metric === card.objective?.metric)
      .flatMap(({ name }, place) => {
        const curve = curves.heldOut[name];
        const color = place % 2 === 0 ? '--held-out' : '--held-out-other';
        return curve === undefined ? [] : [line(`held out: ${name}`, curve, color, { dash: place > 1 })];
      })
      .toReversed(),
    line('best seen', curves.bestVisible, '--discarded', { width: 1 }),
    line('incumbent', curves.incumbent, '--run', { width: 2 }),
  ];
  const { x, values } = alignCurves(lines.map(({ curve }) => ({ x: curve[axis], values: curve.values })));
  return { x, series: lines.map(({ series }, place) => ({ ...series, values: values[place]! })) };
}

function line(
  name: string,
  curve: Curve,
  color: string,
  look: Pick<ChartSeries, 'dash' | 'width'> = {},
): { readonly curve: Curve; readonly series: Omit<ChartSeries, 'values'> } {
  return { curve, series: { name, color, shape: 'steps', ...look } };
}
