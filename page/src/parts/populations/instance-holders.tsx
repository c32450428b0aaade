import type { JSX } from 'preact';

import type { Objective } from '../../../../src/kernel/objective.ts';
import { significant } from '../../../../src/report/certificate/numbers.ts';
import { formatAmount } from '../../../../src/report/format.ts';
import type { Populations } from '../../../../src/surfaces/view/protocol.ts';
import { CandidateLink } from '../candidate-link.tsx';
import { Panel } from '../panel.tsx';
import { Table } from '../table.tsx';

const SHOWN_HOLDERS = 6;

/** Who is best at what: every instance with the best result known and those that reach it. */
export function InstanceHolders(props: {
  readonly run: string;
  readonly instances: Populations['instances'];
  readonly direction: Objective['direction'];
}): JSX.Element {
  const { run, instances, direction } = props;
  const standing = countStanding(instances);
  return (
    <Panel
      title="Best by instance"
      aside={`${formatAmount(standing.size, 'candidate')} on ${formatAmount(instances.length, 'front')}, ${direction === 'minimize' ? 'lower' : 'higher'} is better`}
    >
      <Table
        label="Best by instance"
        rows={instances}
        keyOf={({ name }) => name}
        columns={[
          { title: 'instance', wide: true, cell: ({ name }) => <bdi>{name}</bdi> },
          { title: 'best', kind: 'figure', cell: ({ best }) => significant(best, '', 5) },
          {
            title: 'held by',
            cell: ({ holders }) => (
              <span class="holders">
                {holders.slice(0, SHOWN_HOLDERS).map((number) => (
                  <span key={number}>
                    <CandidateLink run={run} number={number} />{' '}
                  </span>
                ))}
                {holders.length > SHOWN_HOLDERS ? (
                  <span class="muted">and {holders.length - SHOWN_HOLDERS} more</span>
                ) : null}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function countStanding(instances: Populations['instances']): ReadonlySet<number> {
  return new Set(instances.flatMap(({ holders }) => holders));
}
