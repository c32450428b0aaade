import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { LedgerPage } from '../../../src/surfaces/view/protocol.ts';
import { ledgerAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import type { ViewProps } from '../views/index.ts';
import { CandidateLink } from './candidate-link.tsx';

type Entry = LedgerPage['entries'][number];

/** Height of a row in pixels, as in the style sheet. */
const ROW = 27;
const PAGE = 100;
/** Browsers draw nothing below some ten million pixels: beyond this many rows the scrollbar steps over several at once. */
const MOST_ROWS = 300_000;
const VIEWPORT = 620;

/** Rows of any number of entries; only those in sight are there, and fetched. */
export function LedgerRows(props: {
  readonly run: string;
  readonly total: number;
  /** Another object for each jump: `at` names the entry to go to. */
  readonly query: ViewProps['query'];
}): JSX.Element {
  const { run, total, query } = props;
  const at = Number(query['at'] ?? '0');
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const rows = Math.min(total, MOST_ROWS);
  const scale = total / rows;

  useEffect(() => {
    if (at >= 1 && frame.current !== null) frame.current.scrollTop = ((at - 1) / scale - 8) * ROW;
  }, [query]);

  const visible = Math.ceil(VIEWPORT / ROW) + 1;
  const firstRow = Math.max(0, Math.min(rows - visible, Math.floor(top / ROW)));
  const first = Math.min(Math.max(0, total - visible), Math.round(firstRow * scale));
  const shown = Math.min(visible, total - first);
  const pages = [...new Set([Math.floor(first / PAGE), Math.floor((first + shown - 1) / PAGE)])];
  return (
    <div
      class="ledger-frame"
      ref={frame}
      role="region"
      tabIndex={0}
      aria-label="Entries of the ledger"
      style={{ height: `${Math.min(VIEWPORT, rows * ROW + 2)}px` }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div class="ledger-space" style={{ height: `${rows * ROW}px` }}>
        <ol class="ledger-window" style={{ top: `${firstRow * ROW}px` }}>
          {pages.map((page) => (
            <PageRows
              key={page}
              run={run}
              page={page}
              total={total}
              from={Math.max(first, page * PAGE)}
              to={Math.min(first + shown, (page + 1) * PAGE)}
              at={at}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}

function PageRows(props: {
  readonly run: string;
  readonly page: number;
  readonly total: number;
  /** Places from 0; `to` is behind the last. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
}): JSX.Element {
  const { run, page, total, from, to, at } = props;
  const isLast = (page + 1) * PAGE > total;
  const reply = useData(ledgerAddress(run, page * PAGE + 1, PAGE), isLast ? run : null);
  const entries = reply.state === 'ready' ? reply.data.entries : [];
  return (
    <>
      {Array.from({ length: Math.max(0, to - from) }, (_, index) => {
        const sequence = from + index + 1;
        const entry = entries.find((item) => item.sequence === sequence);
        return entry === undefined ? (
          <li key={sequence} class="ledger-row muted">
            <span class="ledger-sequence">{sequence}</span>
            <span>{reply.state === 'failed' ? 'not read' : '…'}</span>
          </li>
        ) : (
          <Row key={sequence} run={run} entry={entry} marked={sequence === at} />
        );
      })}
    </>
  );
}

function Row({
  run,
  entry,
  marked,
}: {
  readonly run: string;
  readonly entry: Entry;
  readonly marked: boolean;
}): JSX.Element {
  const { sequence, at, type, number, summary, hash } = entry;
  return (
    <li class={`ledger-row ledger-${kindOf(type)}${marked ? ' ledger-marked' : ''}`}>
      <span class="ledger-sequence">{sequence}</span>
      <time class="ledger-time" dateTime={at} title={at}>
        {timeOf(at)}
      </time>
      <span class="ledger-type">{type}</span>
      <span class="ledger-number">{number === null ? '' : <CandidateLink run={run} number={number} />}</span>
      <bdi class="ledger-summary" title={summary}>
        {summary}
      </bdi>
      <code class="ledger-hash" title={hash}>
        {hash.slice(0, 10)}
      </code>
    </li>
  );
}

function timeOf(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at.slice(0, 24) : time.toLocaleTimeString('en-GB');
}

function kindOf(type: Entry['type']): 'person' | 'decision' | 'refusal' | 'bounds' | 'work' {
  switch (type) {
    case 'candidate-decided':
    case 'reconfirmed':
    case 'step-ablated':
      return 'decision';
    case 'proposal-refused':
    case 'screening-contradicted':
    case 'candidate-reopened':
      return 'refusal';
    case 'approval-requested':
    case 'approval-given':
      return 'person';
    case 'run-started':
    case 'run-resumed':
    case 'run-finished':
    case 'seed-revealed':
    case 'sandbox-proved':
    case 'oracle-proved':
      return 'bounds';
    default:
      return 'work';
  }
}
