import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { formatCount } from '../../../src/report/format.ts';
import { ledgerAddress } from '../data/address.ts';
import { useKeys } from '../data/keys.ts';
import { go, routeHref } from '../data/route.ts';
import { useData } from '../data/use-data.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { LedgerRows } from '../parts/ledger-rows.tsx';
import { LedgerVerification } from '../parts/ledger-verification.tsx';
import { Load } from '../parts/load.tsx';
import { Panel } from '../parts/panel.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/ledger.css';

/** Every entry of the record in order, and whether it is still as it was written. */
export function LedgerView({ run, query }: ViewProps): JSX.Element {
  const count = useData(ledgerAddress(run, 1, 1), run);
  return (
    <Load of={count} height={720}>
      {({ total }) =>
        total === 0 ? (
          <EmptyState
            title="Nothing was recorded yet"
            detail="The first entry is written when the run starts."
          />
        ) : (
          <>
            <header class="evidence-head">
              <h1>Ledger</h1>
              <p class="muted">
                {formatCount(total)} entries. Each one carries the hash of everything before it: none can be
                changed, left out or put in without every later hash being another.
              </p>
            </header>
            <div class="stack">
              <LedgerVerification run={run} />
              <Entries run={run} total={total} query={query} />
            </div>
          </>
        )
      }
    </Load>
  );
}

function Entries({
  run,
  total,
  query,
}: {
  readonly run: string;
  readonly total: number;
  readonly query: ViewProps['query'];
}): JSX.Element {
  const [text, setText] = useState('');
  const jump = (sequence: number): void => go(routeHref(run, 'ledger', null, { at: sequence }), 'replace');
  useKeys([
    { key: 'Home', does: 'first entry', run: () => jump(1) },
    { key: 'End', does: 'last entry', run: () => jump(total) },
  ]);
  return (
    <Panel
      title="Entries"
      aside={
        <form
          class="ledger-jump"
          onSubmit={(event) => {
            event.preventDefault();
            const sequence = Number(text);
            if (Number.isInteger(sequence) && sequence >= 1) jump(Math.min(total, sequence));
          }}
        >
          <input
            class="field field-small field-number"
            inputMode="numeric"
            pattern="[0-9]*"
            placeholder="entry"
            aria-label="Number of the entry to go to"
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" class="button button-small">
            Go
          </button>
          <button type="button" class="button button-small" onClick={() => jump(total)}>
            Last
          </button>
        </form>
      }
    >
      <LedgerRows run={run} total={total} query={query} />
    </Panel>
  );
}
