import type { JSX } from 'preact';

import { formatCount } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { writeShare } from '../../data/write-amount.ts';
import { Panel } from '../panel.tsx';
import { Table } from '../table.tsx';

type Proposer = Overview['proposers'][number];

/** Which proposers are worth their share: what each proposed and how much of it was kept. */
export function ProposersPanel({ proposers }: { readonly proposers: readonly Proposer[] }): JSX.Element {
  const rows = proposers.toSorted(
    (first, second) => second.kept - first.kept || second.proposed - first.proposed,
  );
  return (
    <Panel title="Proposers" aside={rows.length === 0 ? undefined : 'most kept first'}>
      {rows.length === 0 ? (
        <p class="muted">None has proposed anything yet.</p>
      ) : (
        <Table
          label="Proposers"
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { title: 'Proposer', wide: true, cell: ({ name }) => <span title={name}>{name}</span> },
            { title: 'Proposed', kind: 'figure', cell: ({ proposed }) => formatCount(proposed) },
            { title: 'Kept', kind: 'figure', cell: ({ kept }) => formatCount(kept) },
            {
              title: 'Share kept',
              kind: 'figure',
              cell: ({ proposed, kept }) => (proposed === 0 ? '–' : writeShare(kept / proposed)),
            },
          ]}
        />
      )}
    </Panel>
  );
}
