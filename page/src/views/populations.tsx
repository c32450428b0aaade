import type { JSX } from 'preact';

import type { Objective } from '../../../src/kernel/objective.ts';
import type { ValueFormat } from '../../../src/report/format.ts';
import { createValueFormat, formatAmount, formatCount } from '../../../src/report/format.ts';
import type { Populations } from '../../../src/surfaces/view/protocol.ts';
import { overviewAddress, populationsAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { Loading } from '../parts/loading.tsx';
import { EliteGrids } from '../parts/populations/elite-grids.tsx';
import { InstanceHolders } from '../parts/populations/instance-holders.tsx';
import { IslandStrips } from '../parts/populations/island-strips.tsx';
import { ParetoFront } from '../parts/populations/pareto-front.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/populations.css';

/** What the strategy holds beside each other: islands, a grid of elites, fronts. */
export function PopulationsView({ run }: ViewProps): JSX.Element {
  const populations = useData(populationsAddress(run), run);
  // Asked for again when there is something: before a run begins, its task is not known.
  const round = populations.state === 'ready' && isEmpty(populations.data) ? 1 : 0;
  const overview = useData(overviewAddress(run), null, null, round);
  return (
    <Load of={overview} height={640}>
      {({ card: { objective } }) => (
        <Load of={populations} height={640}>
          {(data) => (
            <>
              <header class="view-head">
                <h1>Populations</h1>
                <p class="muted">{summaryOf(data)}</p>
              </header>
              <Held run={run} data={data} objective={objective} />
            </>
          )}
        </Load>
      )}
    </Load>
  );
}

function Held(props: {
  readonly run: string;
  readonly data: Populations;
  readonly objective: Objective | null;
}): JSX.Element {
  const { run, data, objective } = props;
  const { islands, axes, instances, front, closed } = data;
  if (isEmpty(data))
    return closed === null ? (
      <EmptyState
        title="No populations"
        detail={`The strategy “${data.strategy}” keeps none, and the task has a single objective. Islands come with evolve, islands and map-elites, a grid with map-elites, fronts with pareto and with several objectives.`}
      />
    ) : (
      <EmptyState title="Nothing to show yet" detail={closed} />
    );
  if (objective === null) return <Loading height={600} />;
  const { direction, unit } = objective;
  const format: ValueFormat = createValueFormat(
    unit,
    islands.flatMap((members) => members.slice(0, Math.ceil(members.length / 2)).map(({ score }) => score)),
  );
  return (
    <div class="stack">
      {closed === null ? null : <p class="notice notice-neutral">{closed}</p>}
      {front === null ? null : <ParetoFront run={run} front={front} />}
      {islands.length === 0 ? null : axes.length > 0 ? (
        <EliteGrids run={run} islands={islands} axes={axes} direction={direction} format={format} />
      ) : (
        <IslandStrips run={run} islands={islands} direction={direction} format={format} />
      )}
      {instances.length === 0 ? null : (
        <InstanceHolders run={run} instances={instances} direction={direction} />
      )}
    </div>
  );
}

function isEmpty({ islands, instances, front }: Populations): boolean {
  return islands.length === 0 && instances.length === 0 && front === null;
}

function summaryOf({ strategy, decided, islands, axes, front }: Populations): string {
  const members = islands.reduce((sum, { length }) => sum + length, 0);
  const parts = [
    islands.length === 0
      ? null
      : `${formatAmount(members, axes.length > 0 ? 'elite' : 'member')} on ${formatAmount(islands.length, 'island')}`,
    front === null ? null : `${formatAmount(front.front.length, 'candidate')} on the front`,
    decided === 0 ? null : `after ${formatCount(decided)} turns`,
  ].filter((part) => part !== null);
  return [`Strategy ${strategy}`, ...parts].join(', ');
}
