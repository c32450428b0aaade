import type { JSX } from 'preact';

import { go, routeHref } from '../data/route.ts';
import { CompareCandidates } from '../parts/compare/compare-candidates.tsx';
import { CompareRuns } from '../parts/compare/compare-runs.tsx';
import { Tabs } from '../parts/tabs.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/compare.css';

type What = 'runs' | 'candidates';

const CHOICES: readonly { readonly name: What; readonly title: string }[] = [
  { name: 'runs', title: 'Runs' },
  { name: 'candidates', title: 'Candidates' },
];

/** Runs beside each other, or two candidates item by item. */
export function CompareView({ run, query }: ViewProps): JSX.Element {
  const what: What = query['what'] === 'candidates' ? 'candidates' : 'runs';
  const show = (change: { readonly [name: string]: string | number | null }): void =>
    go(routeHref(run, 'compare', null, { ...query, ...change }), 'replace');
  return (
    <>
      <header class="view-head">
        <h1>Compare</h1>
        <Tabs
          label="What is compared"
          choices={CHOICES}
          chosen={what}
          choose={(name) => show({ what: name === 'runs' ? null : name })}
        />
      </header>
      {what === 'runs' ? (
        <CompareRuns run={run} query={query} show={show} />
      ) : (
        <CompareCandidates run={run} query={query} show={show} />
      )}
    </>
  );
}
