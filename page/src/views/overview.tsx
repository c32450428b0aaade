import type { JSX } from 'preact';

import { formatAmount } from '../../../src/report/format.ts';
import type { Overview, RunCard } from '../../../src/surfaces/view/protocol.ts';
import { overviewAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { writeShare } from '../data/write-amount.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { ObjectiveChart } from '../parts/objective-chart.tsx';
import { BudgetPanel } from '../parts/overview/budget-panel.tsx';
import { DecisionsPanel } from '../parts/overview/decisions-panel.tsx';
import { GuardsPanel } from '../parts/overview/guards-panel.tsx';
import { JudgePanel } from '../parts/overview/judge-panel.tsx';
import { OverviewPlaceholder } from '../parts/overview/overview-placeholder.tsx';
import { MainFigures } from '../parts/overview/main-figures.tsx';
import { ProposersPanel } from '../parts/overview/proposers-panel.tsx';
import { overviewFormat } from '../parts/overview/value-format.ts';
import { Phase } from '../parts/phase.tsx';
import type { ViewProps } from './index.ts';

import '../style/overview.css';

/** How the run stands, whether it gets on, and how far its figures can be believed. */
export function OverviewView({ run }: ViewProps): JSX.Element {
  const overview = useData(overviewAddress(run), run);
  return (
    <Load of={overview} height={760} placeholder={<OverviewPlaceholder />}>
      {(data) => <Loaded overview={data} />}
    </Load>
  );
}

function Loaded({ overview }: { readonly overview: Overview }): JSX.Element {
  const { card } = overview;
  const format = overviewFormat(overview);
  return (
    <>
      <header class="view-head">
        <h1>{card.name}</h1>
        <Phase card={card} />
        <p class="muted">
          {[card.task === card.name ? '' : card.task, overview.description].filter(Boolean).join(': ')}
        </p>
      </header>
      {card.phase === 'unreadable' ? (
        <EmptyState title="This run cannot be read" detail={card.reason ?? 'Its ledger is damaged.'} />
      ) : (
        <>
          <Reading card={card} />
          <MainFigures overview={overview} format={format} />
          <div class="overview-main">
            <div class="overview-left">
              {card.baseline === null ? (
                <EmptyState title="No figures yet" detail="They begin as soon as the baseline is judged." />
              ) : (
                <ObjectiveChart overview={overview} format={format} />
              )}
              <div class="overview-pair">
                <DecisionsPanel overview={overview} />
                <ProposersPanel proposers={overview.proposers} />
              </div>
            </div>
            <div class="overview-side">
              <JudgePanel overview={overview} />
              <GuardsPanel guards={overview.guards} />
              <BudgetPanel overview={overview} />
            </div>
          </div>
          {overview.head === null ? null : (
            <p class="overview-head muted">
              {formatAmount(overview.head.sequence, 'ledger entry', 'ledger entries')}, the last{' '}
              <code>{overview.head.hash.slice(0, 16)}</code>
            </p>
          )}
        </>
      )}
    </>
  );
}

/** While a long ledger is still being read, the figures are those of its beginning. */
function Reading({ card: { reading } }: { readonly card: RunCard }): JSX.Element | null {
  if (reading.read >= reading.total) return null;
  return (
    <p class="notice notice-neutral" role="status">
      Reading the ledger: {writeShare(reading.read / reading.total)} so far. The figures below are those of
      this part.
    </p>
  );
}
