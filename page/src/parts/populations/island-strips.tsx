import type { JSX } from 'preact';

import type { Objective } from '../../../../src/kernel/objective.ts';
import type { ValueFormat } from '../../../../src/report/format.ts';
import { clamp, formatAmount } from '../../../../src/report/format.ts';
import type { PopulationMember } from '../../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../../data/candidate-name.ts';
import { go, routeHref } from '../../data/route.ts';
import { CandidateLink } from '../candidate-link.tsx';
import { Panel } from '../panel.tsx';

/** Above what the worst of so large a share of all members has, scores stand at the edge. */
const SHOWN_SHARE = 0.95;

/** Each island as a strip of its members' scores, all on one scale, the best to the left. */
export function IslandStrips(props: {
  readonly run: string;
  readonly islands: readonly (readonly PopulationMember[])[];
  readonly direction: Objective['direction'];
  readonly format: ValueFormat;
}): JSX.Element {
  const { run, islands, direction, format } = props;
  const scale = scaleOf(islands, direction);
  return (
    <Panel
      title="Islands"
      aside={
        <span>
          {format(scale.best)} to {format(scale.worst)}, the best to the left
        </span>
      }
    >
      <table class="island-table" aria-label="Islands">
        <thead>
          <tr>
            <th scope="col">island</th>
            <th scope="col">best</th>
            <th scope="col" class="figure">
              score
            </th>
            <th scope="col" class="figure minor">
              members
            </th>
            <th scope="col">scores</th>
          </tr>
        </thead>
        <tbody>
          {islands.map((members, island) => (
            <tr key={island}>
              <th scope="row">{island + 1}</th>
              <td>
                {members[0] === undefined ? (
                  <span class="muted">empty</span>
                ) : (
                  <CandidateLink run={run} number={members[0].number} />
                )}
              </td>
              <td class="figure">{format(members[0]?.score ?? null)}</td>
              <td class="figure minor">{memberText(members)}</td>
              <td class="island-strip">
                <Strip run={run} members={members} placeOf={scale.placeOf} format={format} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function memberText(members: readonly PopulationMember[]): string {
  const clusters = new Set(members.map(({ cluster }) => cluster));
  return clusters.has(null) || members.length === 0
    ? String(members.length)
    : `${members.length} in ${formatAmount(clusters.size, 'cluster')}`;
}

function Strip(props: {
  readonly run: string;
  readonly members: readonly PopulationMember[];
  readonly placeOf: (score: number) => number;
  readonly format: ValueFormat;
}): JSX.Element {
  const { run, members, placeOf, format } = props;
  return (
    <div class="strip" aria-hidden="true">
      {members.toReversed().map(({ number, score }) => (
        <i
          key={number}
          class={number === members[0]!.number ? 'strip-best' : ''}
          style={{ left: `${100 * placeOf(score)}%` }}
          title={`${candidateName(number)}  ${format(score)}`}
          onClick={() => go(routeHref(run, 'candidate', number))}
        />
      ))}
    </div>
  );
}

interface Scale {
  readonly best: number;
  readonly worst: number;
  /** From 0 for the best to 1. */
  readonly placeOf: (score: number) => number;
}

function scaleOf(
  islands: readonly (readonly PopulationMember[])[],
  direction: Objective['direction'],
): Scale {
  const sign = direction === 'minimize' ? 1 : -1;
  const costs = islands
    .flat()
    .map(({ score }) => sign * score)
    .toSorted((left, right) => left - right);
  const best = costs[0] ?? 0;
  const worst = costs[Math.floor(SHOWN_SHARE * (costs.length - 1))] ?? 1;
  const spread = worst - best || 1;
  return {
    best: sign * best,
    worst: sign * worst,
    placeOf: (score) => clamp((sign * score - best) / spread, 0, 1),
  };
}
