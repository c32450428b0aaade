import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { ticks } from '../../../../src/report/chart/axis.ts';
import {
  clamp,
  createValueFormat,
  directionWords,
  formatAmount,
  maximumOf,
  minimumOf,
} from '../../../../src/report/format.ts';
import type { FrontPoint, ObjectiveFront } from '../../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../../data/candidate-name.ts';
import { go, routeHref } from '../../data/route.ts';
import { CandidateLink } from '../candidate-link.tsx';
import { Panel } from '../panel.tsx';
import { Table } from '../table.tsx';
import { PlaneChoice } from './plane-choice.tsx';

const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 58;
const FOOT = 34;
const FIRST_ROWS = 12;
/** How far the plane goes on past the worst of the front, as a share of the front's range. */
const BEYOND = 0.5;

/** Candidates by two of the objectives; those that no other beats on all of them are joined. */
export function ParetoFront({
  run,
  front,
}: {
  readonly run: string;
  readonly front: ObjectiveFront;
}): JSX.Element {
  const { objectives } = front;
  const [across, setAcross] = useState(0);
  const [up, setUp] = useState(1);
  const [all, setAll] = useState(false);
  const formats = objectives.map(({ unit }, place) =>
    createValueFormat(
      unit,
      front.front.map(({ values }) => values[place]!),
    ),
  );
  const sorted = front.front.toSorted((left, right) => left.values[across]! - right.values[across]!);
  return (
    <Panel
      title="Front of the objectives"
      aside={
        objectives.length > 2 ? (
          <PlaneChoice
            titles={objectives.map(({ metric, slice }) => `${metric} on ${slice}`)}
            across={across}
            chooseAcross={setAcross}
            other={{ label: 'Up', place: up, choose: setUp }}
          />
        ) : (
          `${formatAmount(front.front.length, 'candidate')} that no other beats on both`
        )
      }
    >
      <div class="front-body">
        <Scatter run={run} front={front} sides={[across, up]} />
        <div>
          <Table
            label="The front"
            rows={all ? sorted : sorted.slice(0, FIRST_ROWS)}
            keyOf={({ number }) => number}
            columns={[
              {
                title: 'candidate',
                cell: (point) => (
                  <>
                    <CandidateLink run={run} number={point.number} />{' '}
                    <span class="muted">
                      {point.number === front.incumbent ? 'incumbent' : point.kept ? 'kept' : ''}
                    </span>
                  </>
                ),
              },
              ...objectives.map(({ metric, slice }, place) => ({
                title: objectives.some((other, at) => at !== place && other.metric === metric)
                  ? `${metric} on ${slice}`
                  : metric,
                kind: 'figure' as const,
                cell: ({ values }: FrontPoint) => formats[place]!(values[place]!),
              })),
            ]}
          />
          {sorted.length > FIRST_ROWS && !all ? (
            <button type="button" class="button button-small" onClick={() => setAll(true)}>
              Show all {sorted.length}
            </button>
          ) : null}
        </div>
      </div>
    </Panel>
  );
}

function Scatter(props: {
  readonly run: string;
  readonly front: ObjectiveFront;
  readonly sides: readonly [across: number, up: number];
}): JSX.Element {
  const { run, front, sides } = props;
  const [across, up] = sides;
  const { objectives } = front;
  const x = scale(front, across, LEFT, WIDTH - 8);
  const y = scale(front, up, HEIGHT - FOOT, 8);
  const name = (place: number): string => {
    const { metric, slice, direction } = objectives[place]!;
    return `${metric} on ${slice}, ${directionWords({ direction })}`;
  };
  return (
    <svg
      class="front-plot"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${name(up)}, over ${name(across)}: ${formatAmount(front.front.length, 'candidate')} on the front, beside ${front.others.length} others`}
    >
      {x.ticks.map(({ at, text }) => (
        <g key={text}>
          <path class="front-line" d={`M${at} 8V${HEIGHT - FOOT}`} />
          <text x={at} y={HEIGHT - FOOT + 14} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
      {y.ticks.map(({ at, text }) => (
        <g key={text}>
          <path class="front-line" d={`M${LEFT} ${at}H${WIDTH - 8}`} />
          <text x={LEFT - 7} y={at + 3.5} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      <text x={WIDTH - 8} y={HEIGHT - 4} text-anchor="end">
        {name(across)} →
      </text>
      <text x={LEFT + 4} y={18}>
        ↑ {name(up)}
      </text>
      <path
        class="front-others"
        d={front.others.map(({ values }) => `M${x.at(values[across]!)} ${y.at(values[up]!)}h0`).join('')}
      />
      {objectives.length === 2 ? <path class="front-edge" d={edgeOf(front, x.at, y.at)} /> : null}
      {front.front.map(({ number, values, kept }) => (
        <circle
          key={number}
          class={`front-point ${kept ? '' : 'front-unkept'} ${number === front.incumbent ? 'front-incumbent' : ''}`}
          cx={x.at(values[across]!)}
          cy={y.at(values[up]!)}
          r={number === front.incumbent ? 6 : 4.5}
          onClick={() => go(routeHref(run, 'candidate', number))}
        >
          <title>
            {candidateName(number)}: {values.join(', ')}
            {kept ? ', kept' : ''}
          </title>
        </circle>
      ))}
    </svg>
  );
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Over the whole front and most of the rest; who lies beyond stands at the edge. */
function scale(front: ObjectiveFront, place: number, from: number, to: number): Scale {
  const { direction, unit } = front.objectives[place]!;
  const best = front.front.map(({ values }) => values[place]!);
  const others = front.others.map(({ values }) => values[place]!).toSorted((left, right) => left - right);
  const worse = others[Math.floor((direction === 'minimize' ? 0.9 : 0.1) * (others.length - 1))];
  const least = minimumOf(best);
  const most = maximumOf(best);
  const beyond = BEYOND * (most - least || Math.abs((worse ?? most) - most));
  const low = direction === 'minimize' ? least : Math.max(least - beyond, Math.min(least, worse ?? least));
  const high = direction === 'maximize' ? most : Math.min(most + beyond, Math.max(most, worse ?? most));
  const room = 0.05 * (high - low) || Math.abs(high) * 0.1 || 1;
  const at = (value: number): number => {
    const share = (value - low + room) / (high - low + 2 * room);
    return Math.round(10 * (from + (to - from) * clamp(share, 0, 1))) / 10;
  };
  const marks = ticks(low - room, high + room, Math.abs(to - from) / 80);
  const write = createValueFormat(unit, marks);
  return { at, ticks: marks.map((value) => ({ at: at(value), text: write(value) })) };
}

/** Steps through the front: what lies on the worse side of it is beaten. */
function edgeOf(
  { front, objectives }: ObjectiveFront,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const sorted = front.toSorted((left, right) => left.values[0]! - right.values[0]!);
  const isDownFirst = objectives[0]!.direction === 'maximize';
  return sorted
    .map(({ values }, place) => {
      const [left, top] = [x(values[0]!), y(values[1]!)];
      if (place === 0) return `M${left} ${top}`;
      return isDownFirst ? `V${top}H${left}` : `H${left}V${top}`;
    })
    .join('');
}
