import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { useKeys } from '../data/keys.ts';
import { go, routeHref, useRoute } from '../data/route.ts';
import { RunsView } from '../views/runs.tsx';
import { VIEWS } from '../views/index.ts';
import { Disconnected } from './disconnected.tsx';
import { Help } from './help.tsx';
import { Navigation } from './navigation.tsx';
import { ViewFrame } from './view-frame.tsx';

/** The page: navigation beside the view that the address names. */
export function Shell(): JSX.Element {
  const route = useRoute();
  const [helping, setHelping] = useState(false);
  const { run } = route;

  useKeys([
    { key: '?', does: 'Show or hide this help', run: () => setHelping(!helping) },
    { key: 'g h', does: 'All runs', run: () => go(routeHref(null)) },
    ...(run === null
      ? []
      : [
          { key: 'g o', does: 'Overview', run: () => go(routeHref(run)) },
          ...VIEWS.map(({ key, title, name }) => ({
            key: `g ${key}`,
            does: title,
            run: () => go(routeHref(run, name)),
          })),
        ]),
  ]);

  return (
    <div class={run === null ? 'shell shell-runs' : 'shell'}>
      <a class="skip" href="#content" onClick={focusContent}>
        Skip to the view
      </a>
      <Navigation route={route} help={() => setHelping(true)} />
      <main class="content" id="content" tabIndex={-1}>
        {run === null ? null : <Disconnected run={run} />}
        {run === null ? <RunsView /> : <ViewFrame key={`${run} ${route.view}`} run={run} route={route} />}
      </main>
      {helping ? <Help close={() => setHelping(false)} /> : null}
    </div>
  );
}

/** The address holds the route, so that a plain link to `#content` would leave the view. */
function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
