import { useEffect, useState } from 'preact/hooks';

/** What the address bar says after `#`: the list of runs, or a view of one. */
export interface Route {
  readonly run: string | null;
  readonly view: string;
  /** What the view is about, as the number of a candidate; null where that is the run. */
  readonly subject: string | null;
  readonly query: { readonly [name: string]: string };
}

const RUNS: Route = { run: null, view: 'runs', subject: null, query: {} };

/** Reads `#/run/<id>/<view>/<subject>?<query>`; anything else is the list of runs. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const parts = path.split('/').filter((part) => part !== '');
  if (parts[0] !== 'run' || parts[1] === undefined) return RUNS;
  const [, run, view = 'overview', subject = null] = parts;
  return {
    run: decode(run),
    view: decode(view),
    subject: subject === null ? null : decode(subject),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

/** The address of a route, for `href`. Leaves out null in the query. */
export function routeHref(
  run: string | null,
  view = 'overview',
  subject: string | number | null = null,
  query: { readonly [name: string]: string | number | null } = {},
): string {
  if (run === null) return '#/';
  const parts = ['run', run, view, ...(subject === null ? [] : [String(subject)])].map(encodeURIComponent);
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  ).toString();
  return `#/${parts.join('/')}${search === '' ? '' : `?${search}`}`;
}

/** Goes to an address made by `routeHref`. `replace` leaves no entry in the history: for filters and cursors. */
export function go(href: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    location.hash = href;
    return;
  }
  history.replaceState(null, '', href);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The present route; redraws when it changes. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', changed);
    // It may have changed between the first drawing and now.
    changed();
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
