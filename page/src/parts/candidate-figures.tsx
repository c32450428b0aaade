import type { JSX } from 'preact';

import { signed, significant } from '../../../src/report/certificate/numbers.ts';
import type { CandidateDetail, Overview } from '../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../data/candidate-name.ts';
import type { CandidateFigure, Measured, PairGain } from '../data/candidate-figures.ts';
import { candidateFigures } from '../data/candidate-figures.ts';
import { meanOf } from '../data/statistics.ts';
import { Badge } from './badge.tsx';
import { besideMetric } from './candidate-decision.tsx';
import { Panel } from './panel.tsx';
import { Table } from './table.tsx';

/** Every metric of every slice: the mean with its standard error where it was measured more than once, and pair by pair. */
export function CandidateFigures(props: {
  readonly detail: CandidateDetail;
  readonly task: Overview | null;
}): JSX.Element | null {
  const figures = candidateFigures(props.detail, props.task);
  if (figures.length === 0) return null;
  const against = figures.find((figure) => figure.against !== null)?.against ?? null;
  const otherTitle = against === null ? '' : `${candidateName(against)}, same questions`;
  const paired = figures.filter(({ gains }) => gains.length > 1);
  return (
    <Panel title="Figures" aside={<span class="muted">mean ± standard error</span>}>
      <Table
        label="Figures of this candidate"
        rows={figures}
        keyOf={(row) => `${row.slice} ${row.metric}`}
        columns={[
          {
            title: 'metric',
            wide: true,
            cell: (row) => (
              <>
                <bdi>{row.metric}</bdi> <span class="muted">{besideMetric(row.slice, row.unit)}</span>{' '}
                {row.heldOut ? <Badge>held out</Badge> : null}
              </>
            ),
          },
          { title: 'candidate', kind: 'figure', cell: (row) => measuredText(row.own) },
          ...(against !== null
            ? ([
                {
                  title: otherTitle,
                  kind: 'figure',
                  minor: true,
                  cell: (row: CandidateFigure) => (row.other === null ? '–' : measuredText(row.other)),
                },
                { title: 'mean gain', kind: 'figure', cell: gainText },
              ] as const)
            : []),
          { title: 'measured', kind: 'figure', minor: true, cell: (row) => `${row.own.count} ×` },
        ]}
      />
      {paired.map((figure) => (
        <GainStrip key={`${figure.slice} ${figure.metric}`} figure={figure} />
      ))}
    </Panel>
  );
}

function measuredText({ mean, error }: Measured): string {
  const text = significant(mean, '', 6);
  return error === null ? text : `${text} ± ${significant(error, '', 2)}`;
}

function gainText({ gains }: CandidateFigure): string {
  const { mean, error } = meanOf(gains.map(({ gain }) => gain));
  if (mean === null) return '–';
  return error === null ? signed(mean) : `${signed(mean)} ± ${significant(error, '', 2)}`;
}

/** Gains pair by pair, one bar each, up for better and down for worse. */
function GainStrip({ figure }: { readonly figure: CandidateFigure }): JSX.Element {
  const { gains, metric, slice, unit, against } = figure;
  const largest = gains.reduce((most, { gain }) => Math.max(most, Math.abs(gain)), 0) || 1;
  const wins = gains.filter(({ gain }) => gain > 0).length;
  const title = `Gain in ${metric} on ${slice}, pair by pair${against === null ? '' : `, over ${candidateName(against)}`}`;
  return (
    <figure class="gain-strip">
      <figcaption>
        {title}: {wins} of {gains.length} better, up to {significant(largest, unit, 3)}; the pairs it was
        decided by are among them
      </figcaption>
      <svg viewBox={`0 0 ${gains.length * 10} 60`} preserveAspectRatio="none" role="img" aria-label={title}>
        <line class="gain-zero" x1="0" x2={gains.length * 10} y1="30" y2="30" />
        {gains.map((pair, index) => (
          <GainBar key={pair.inputs} pair={pair} place={index} largest={largest} unit={unit} />
        ))}
      </svg>
    </figure>
  );
}

function GainBar(props: {
  readonly pair: PairGain;
  readonly place: number;
  readonly largest: number;
  readonly unit: string;
}): JSX.Element {
  const { pair, place, largest, unit } = props;
  const height = Math.max(0.8, (28 * Math.abs(pair.gain)) / largest);
  return (
    <rect
      class={pair.gain > 0 ? 'gain-better' : pair.gain < 0 ? 'gain-worse' : 'gain-same'}
      x={place * 10 + 1.5}
      width="7"
      y={pair.gain > 0 ? 30 - height : 30}
      height={height}
    >
      <title>
        {pair.inputs}: {signed(pair.gain, unit)}
      </title>
    </rect>
  );
}
