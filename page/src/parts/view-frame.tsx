import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Route } from '../data/route.ts';
import { routeHref } from '../data/route.ts';
import { isSaved, SourceError } from '../data/source.ts';
import type { ViewProps } from '../views/index.ts';
import { VIEWS } from '../views/index.ts';
import { OverviewView } from '../views/overview.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { Loading } from './loading.tsx';
import { NotInCopy } from './not-in-copy.tsx';

/** Views whose code has come. */
const here = new Map<string, ComponentType<ViewProps>>([['overview', OverviewView]]);

/** The view of a run that the route names, once its code is here. */
export function ViewFrame({ run, route }: { readonly run: string; readonly route: Route }): JSX.Element {
  const [failed, setFailed] = useState(false);
  const [, redraw] = useState(0);
  const entry = VIEWS.find(({ name }) => name === route.view);
  const View = here.get(route.view);

  useEffect(() => {
    document.title = `${entry?.title ?? 'Overview'} · ${run} · Fulcrum`;
    if (entry === undefined || here.has(entry.name) || failed) return;
    entry.load().then(
      (view) => {
        here.set(entry.name, view);
        redraw((count) => count + 1);
      },
      () => setFailed(true),
    );
  }, [entry, run, failed]);

  if (isSaved && entry?.needsServer === true) return <NotInCopy title={entry.title} run={run} />;
  if (View !== undefined) return <View run={run} subject={route.subject} query={route.query} />;
  if (entry === undefined)
    return (
      <EmptyState title="No such view" detail={`There is no view named ${route.view}.`}>
        <a class="button" href={routeHref(run)}>
          Overview
        </a>
      </EmptyState>
    );
  if (!failed) return <Loading height={480} />;
  const problem = new SourceError(
    'unreachable',
    'The code of this view did not come: is fulcrum view still running?',
  );
  return <ErrorState problem={problem} retry={() => setFailed(false)} />;
}
