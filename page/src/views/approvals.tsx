import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ApprovalAnswer } from '../../../src/kernel/approval.ts';
import { formatDuration } from '../../../src/report/format.ts';
import type { Approvals } from '../../../src/surfaces/view/protocol.ts';
import { approvalsAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { Badge } from '../parts/badge.tsx';
import { CandidateLink } from '../parts/candidate-link.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { Panel } from '../parts/panel.tsx';
import { PendingKeep } from '../parts/pending-keep.tsx';
import { Table } from '../parts/table.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/evidence.css';

/** Keeps that wait for a person, with what has to be seen before answering, and what was answered before. */
export function ApprovalsView({ run }: ViewProps): JSX.Element {
  const approvals = useData(approvalsAddress(run), run);
  // Where no process runs, nothing tells the page to ask again.
  const [answers, setAnswers] = useState<readonly ApprovalAnswer[]>([]);
  return (
    <Load of={approvals} height={640}>
      {(reply) => {
        const data = withAnswers(reply, answers);
        return (
          <>
            <header class="view-head">
              <h1>Approvals</h1>
              <p class="muted">{standing(data)}</p>
            </header>
            <div class="stack">
              {data.pending.map((keep) => (
                <PendingKeep
                  key={keep.diff}
                  run={run}
                  keep={keep}
                  answered={(answer) => setAnswers((before) => [...before, answer])}
                />
              ))}
              {data.pending.length === 0 ? <NothingWaits approvals={data} /> : null}
              {data.given.length === 0 ? null : <Given run={run} given={data.given} />}
            </div>
          </>
        );
      }}
    </Load>
  );
}

/** With what was answered here since. */
function withAnswers(approvals: Approvals, answers: readonly ApprovalAnswer[]): Approvals {
  const pending = approvals.pending.map((keep) => ({
    ...keep,
    answer:
      keep.answer ?? answers.find(({ number, diff }) => number === keep.number && diff === keep.diff) ?? null,
  }));
  return { ...approvals, pending };
}

function standing({ required, pending }: Approvals): string {
  if (pending.some(({ answer }) => answer === null))
    return 'A keep waits. The run goes on with it as soon as somebody has answered.';
  return required
    ? 'Every keep of this run waits for a person.'
    : 'The acceptance rule of this run decides alone.';
}

function NothingWaits({ approvals: { required } }: { readonly approvals: Approvals }): JSX.Element {
  return required ? (
    <EmptyState
      title="Nothing waits"
      detail="The next candidate that the rule would keep appears here, with its change and its evidence."
    />
  ) : (
    <EmptyState
      title="Nobody is asked"
      detail="With approval: required under acceptance in fulcrum.yaml, every keep waits here until a person agrees."
    />
  );
}

function Given({ run, given }: { readonly run: string; readonly given: Approvals['given'] }): JSX.Element {
  return (
    <Panel title="Answered">
      <Table
        label="Answers that were given"
        rows={given}
        keyOf={(row) => `${row.number} ${row.at}`}
        columns={[
          { title: 'candidate', cell: (row) => <CandidateLink run={run} number={row.number} /> },
          {
            title: 'answer',
            cell: (row) => <AnswerBadge approved={row.approved} />,
          },
          { title: 'who', cell: (row) => <bdi>{row.who}</bdi> },
          {
            title: 'reason',
            wide: true,
            cell: (row) => <bdi title={row.reason}>{row.reason}</bdi>,
          },
          {
            title: 'looked for',
            kind: 'figure',
            minor: true,
            cell: (row) => formatDuration(row.dwellSeconds),
          },
          {
            title: 'when',
            minor: true,
            cell: (row) => <time dateTime={row.at}>{new Date(row.at).toLocaleString('en-GB')}</time>,
          },
        ]}
      />
    </Panel>
  );
}

function AnswerBadge({ approved }: { readonly approved: boolean }): JSX.Element {
  return approved ? <Badge tone="good">✓ approved</Badge> : <Badge tone="warning">✗ rejected</Badge>;
}
