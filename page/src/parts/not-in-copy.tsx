import type { JSX } from 'preact';

import { routeHref } from '../data/route.ts';
import { EmptyState } from './empty-state.tsx';

/** In the place of a view that answers to somebody: a copy of a run has nobody behind it. */
export function NotInCopy({ title, run }: { readonly title: string; readonly run: string }): JSX.Element {
  return (
    <EmptyState
      title={`${title}: not in a copy`}
      detail="This page is a copy of the run as it was: it sends nothing. Where the run itself is, its page is opened with"
    >
      <code class="command">fulcrum view</code>
      <a class="button" href={routeHref(run)}>
        Overview
      </a>
    </EmptyState>
  );
}
