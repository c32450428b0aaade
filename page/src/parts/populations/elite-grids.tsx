import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Objective } from '../../../../src/kernel/objective.ts';
import type { ValueFormat } from '../../../../src/report/format.ts';
import { createValueFormat, formatAmount } from '../../../../src/report/format.ts';
import type { PopulationAxis, PopulationMember } from '../../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../../data/candidate-name.ts';
import { rankOf } from '../../data/color-rank.ts';
import { routeHref } from '../../data/route.ts';
import { Panel } from '../panel.tsx';
import { PlaneChoice } from './plane-choice.tsx';

/** The grid of each island: a cell belongs to the best candidate that ever fell into it. Better ones are darker. */
export function EliteGrids(props: {
  readonly run: string;
  readonly islands: readonly (readonly PopulationMember[])[];
  readonly axes: readonly PopulationAxis[];
  readonly direction: Objective['direction'];
  readonly format: ValueFormat;
}): JSX.Element {
  const { run, islands, axes, direction, format } = props;
  const [across, setAcross] = useState(0);
  const [down, setDown] = useState(1);
  const scores = islands.flat().map(({ score }) => score);
  const rank = rankOf(scores, direction);
  return (
    <Panel
      title="Grid of elites"
      aside={
        axes.length > 2 ? (
          <PlaneChoice
            titles={axes.map(({ name }) => name)}
            across={across}
            chooseAcross={setAcross}
            other={{ label: 'Down', place: down, choose: setDown }}
          />
        ) : undefined
      }
    >
      <RankKey scores={scores} direction={direction} format={format} />
      <div class="grids">
        {islands.map((members, island) => (
          <Grid
            key={island}
            run={run}
            title={`Island ${island + 1}`}
            members={members}
            across={{ axis: axes[across]!, place: across }}
            down={axes.length > 1 ? { axis: axes[down]!, place: down } : null}
            rank={rank}
            format={format}
          />
        ))}
      </div>
    </Panel>
  );
}

interface Side {
  readonly axis: PopulationAxis;
  readonly place: number;
}

function Grid(props: {
  readonly run: string;
  readonly title: string;
  readonly members: readonly PopulationMember[];
  readonly across: Side;
  /** Null for a grid of one dimension. */
  readonly down: Side | null;
  readonly rank: (score: number) => number;
  readonly format: ValueFormat;
}): JSX.Element {
  const { run, title, members, across, down, rank, format } = props;
  const columns = across.axis.bins;
  const rows = down?.axis.bins ?? 1;
  // Best first: with more dimensions than are shown, the best of a cell stands for it.
  const cells = new Map<number, PopulationMember>();
  for (const member of members) {
    const key = (down === null ? 0 : member.cell[down.place]!) * columns + member.cell[across.place]!;
    if (!cells.has(key)) cells.set(key, member);
  }
  return (
    <figure class="grid-figure">
      <figcaption>
        <b>{title}</b>{' '}
        <span class="muted">
          {formatAmount(members.length, 'elite')} of {columns * rows} cells
          {members[0] === undefined ? '' : `, best ${format(members[0].score)}`}
        </span>
      </figcaption>
      <div class="grid-frame">
        <div
          class="grid-cells"
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          role="group"
          aria-label={title}
        >
          {Array.from({ length: rows * columns }, (_, place) => {
            // The first row lies lowest, as on a chart.
            const key = (rows - 1 - Math.floor(place / columns)) * columns + (place % columns);
            const member = cells.get(key);
            if (member === undefined) return <i key={key} class="grid-empty" />;
            return (
              <a
                key={key}
                class={`grid-cell ${member === members[0] ? 'grid-best' : ''}`}
                href={routeHref(run, 'candidate', member.number)}
                style={{ '--rank': `${Math.round(8 + 92 * rank(member.score))}%` }}
                title={`${candidateName(member.number)}  ${format(member.score)}${member.guest ? ', from another island' : ''}`}
                aria-label={`${member.number === 0 ? 'baseline' : `candidate ${member.number}`}, ${format(member.score)}`}
              />
            );
          })}
        </div>
        <Range axis={across.axis} />
        {down === null ? null : <Range axis={down.axis} down />}
      </div>
    </figure>
  );
}

function Range({ axis, down }: { readonly axis: PopulationAxis; readonly down?: boolean }): JSX.Element {
  const write = createValueFormat('', [axis.low, axis.high]);
  return (
    <div class={down === true ? 'grid-range grid-range-down' : 'grid-range'}>
      <span>{write(axis.low)}</span>
      <span>
        <bdi>{axis.name}</bdi> →
      </span>
      <span>{write(axis.high)}</span>
    </div>
  );
}

function RankKey(props: {
  readonly scores: readonly number[];
  readonly direction: Objective['direction'];
  readonly format: ValueFormat;
}): JSX.Element {
  const { scores, direction, format } = props;
  const sorted = scores.toSorted((left, right) => (direction === 'minimize' ? right - left : left - right));
  return (
    <p class="rank-key muted">
      {format(sorted[0] ?? null)}
      <i class="rank-ramp" aria-hidden="true" />
      {format(sorted.at(-1) ?? null)}, the best
    </p>
  );
}
