import type { JSX } from 'preact';

import type { Proposals } from '../../../src/surfaces/view/protocol.ts';
import { proposalsAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { Badge } from '../parts/badge.tsx';
import { CandidateLink } from '../parts/candidate-link.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProposalForm } from '../parts/proposal-form.tsx';
import { Table } from '../parts/table.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/evidence.css';

/** Changes that people proposed, and a form for one more: it is judged like everything else. */
export function ProposalsView({ run, query }: ViewProps): JSX.Element {
  const proposals = useData(proposalsAddress(run), run);
  return (
    <Load of={proposals} height={560}>
      {(data) => (
        <>
          <header class="view-head">
            <h1>Proposals</h1>
            <p class="muted">
              A change of your own takes the same way as every other: the same sandbox, the same oracle, the
              same rule.
            </p>
          </header>
          <div class="stack">
            {data.closed === null ? (
              <ProposalForm run={run} editable={data.editable} base={query['base'] ?? 'best'} />
            ) : null}
            {data.closed === null ? null : (
              <EmptyState title="No proposals can be made here" detail={data.closed} />
            )}
            {data.items.length === 0 ? null : <Proposed run={run} items={data.items} />}
          </div>
        </>
      )}
    </Load>
  );
}

function Proposed({ run, items }: { readonly run: string; readonly items: Proposals['items'] }): JSX.Element {
  return (
    <Panel title="Proposed by people">
      <Table
        label="Proposals of people"
        rows={items}
        keyOf={(row) => row.id}
        columns={[
          { title: 'in the inbox', kind: 'figure', cell: (row) => row.id },
          {
            title: 'became',
            cell: (row) =>
              row.takenBy === null ? (
                <Badge tone="strong">waits</Badge>
              ) : (
                <CandidateLink run={run} number={row.takenBy} />
              ),
          },
          {
            title: 'change',
            wide: true,
            cell: (row) => <bdi title={row.paths.join(', ')}>{row.summary}</bdi>,
          },
          { title: 'of', cell: (row) => <CandidateLink run={run} number={row.base} /> },
          { title: 'by', minor: true, cell: (row) => <bdi>{row.author}</bdi> },
        ]}
      />
    </Panel>
  );
}
