import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { createValueFormat, formatCount } from '../../../src/report/format.ts';
import type { RunCard } from '../../../src/surfaces/view/protocol.ts';
import { runsAddress } from '../data/address.ts';
import { useKeys } from '../data/keys.ts';
import { routeHref } from '../data/route.ts';
import { useData } from '../data/use-data.ts';
import { Change } from '../parts/change.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { Loading } from '../parts/loading.tsx';
import { Phase, phaseWords } from '../parts/phase.tsx';
import type { Column } from '../parts/table.tsx';
import { Table } from '../parts/table.tsx';

/** How often the list is asked for again, in milliseconds. */
const RENEWED = 2000;

/** Every run the server was given: those at work first, then the newest. */
export function RunsView(): JSX.Element {
  const runs = useData(runsAddress, null, RENEWED);
  useEffect(() => {
    document.title = 'Runs · Fulcrum';
  }, []);
  return (
    <>
      {runs.state === 'ready' && runs.problem?.kind === 'unreachable' ? (
        <p class="notice" role="status">
          What you see may be out of date: {runs.problem.message}
        </p>
      ) : null}
      <Load of={runs} height={320} placeholder={<RowsPlaceholder />}>
        {(cards) =>
          cards.length === 0 ? (
            <EmptyState
              title="No runs here yet"
              detail="Start one in a task's folder; it appears here by itself."
            >
              <code class="command">fulcrum run</code>
            </EmptyState>
          ) : (
            <RunList cards={cards} />
          )
        }
      </Load>
    </>
  );
}

function RunList({ cards }: { readonly cards: readonly RunCard[] }): JSX.Element {
  const [wanted, setWanted] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ key: '/', does: 'Find a run', run: () => field.current?.focus() }]);
  const words = wanted.toLowerCase().split(/\s+/);
  const found = cards.filter((card) => {
    const text = `${card.name} ${card.task} ${phaseWords(card)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <header class="view-head">
        <h1>Runs</h1>
        <span class="muted">{summary(cards)}</span>
        <input
          ref={field}
          class="field find"
          type="search"
          placeholder="Find   /"
          aria-label="Find a run"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </header>
      {found.length === 0 ? (
        <EmptyState
          title="No run matches"
          detail="Names, tasks and states are searched, each word by itself."
        />
      ) : (
        <Table
          label="Runs"
          rows={found.toSorted(byInterest)}
          keyOf={({ id }) => id}
          href={({ id }) => routeHref(id)}
          columns={COLUMNS}
        />
      )}
    </>
  );
}

function RowsPlaceholder(): JSX.Element {
  return (
    <div class="rows-placeholder">
      {Array.from({ length: 6 }, (_, place) => (
        <Loading key={place} height={32} label={place === 0 ? 'Loading the runs' : ''} />
      ))}
    </div>
  );
}

const COLUMNS: readonly Column<RunCard>[] = [
  {
    title: 'Run',
    wide: true,
    cell: ({ name, task, phase, reason }) => (
      <>
        {name}
        <span class="second-line">{phase === 'unreadable' ? reason : task}</span>
      </>
    ),
  },
  { title: 'State', cell: (card) => <Phase card={card} /> },
  { title: 'Objective', minor: true, cell: ({ objective }) => objective?.metric ?? '–' },
  { title: 'Baseline', kind: 'figure', minor: true, cell: (card) => formatOf(card)(card.baseline) },
  { title: 'Incumbent', kind: 'figure', cell: (card) => formatOf(card)(card.incumbent) },
  {
    title: 'Since baseline',
    kind: 'figure',
    minor: true,
    cell: ({ baseline, incumbent, objective }) =>
      objective === null || baseline === null ? (
        '–'
      ) : (
        <Change from={baseline} to={incumbent} direction={objective.direction} />
      ),
  },
  { title: 'Kept', kind: 'figure', cell: ({ keeps }) => formatCount(keeps) },
  { title: 'Evaluations', kind: 'figure', minor: true, cell: ({ evaluations }) => formatCount(evaluations) },
  { title: 'Started', kind: 'figure', minor: true, cell: ({ startedAt }) => writeDate(startedAt) },
];

function formatOf({ baseline, incumbent, objective }: RunCard): (value: number | null) => string {
  const known = [baseline, incumbent].filter((value) => value !== null);
  return createValueFormat(objective?.unit ?? '', known);
}

function summary(cards: readonly RunCard[]): string {
  const live = cards.filter((card) => card.live).length;
  return live === 0 ? `${cards.length}, none at work` : `${cards.length}, ${live} at work`;
}

function byInterest(first: RunCard, second: RunCard): number {
  return (
    Number(second.live) - Number(first.live) || (second.startedAt ?? '').localeCompare(first.startedAt ?? '')
  );
}

/** Day and minute in the reader's own time zone. */
function writeDate(at: string | null): string {
  if (at === null) return '–';
  const date = new Date(at);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}
