import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { runsAddress } from '../data/address.ts';
import { useKeys } from '../data/keys.ts';
import { useLive } from '../data/live.ts';
import type { Route } from '../data/route.ts';
import { routeHref } from '../data/route.ts';
import type { Theme } from '../data/theme.ts';
import { useTheme } from '../data/theme.ts';
import { useData } from '../data/use-data.ts';
import type { ViewEntry } from '../views/index.ts';
import { VIEWS } from '../views/index.ts';

const GROUPS: readonly ViewEntry['group'][] = ['Search', 'Evidence', 'People'];

const CONNECTIONS = {
  connecting: ['dot', 'connecting'],
  live: ['dot dot-good', 'connected'],
  saved: ['dot', 'saved page'],
  disconnected: ['dot dot-bad', 'no connection'],
} as const;

/** Where one is, where one can go, and how the page stands with the server. */
export function Navigation({
  route,
  help,
}: {
  readonly route: Route;
  readonly help: () => void;
}): JSX.Element {
  const { run } = route;
  const connection = useLive(run);
  const [dot, words] = CONNECTIONS[connection.state];
  return (
    <header class="navigation">
      <a class="brand" href={routeHref(null)} aria-current={run === null ? 'page' : undefined}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M1 5.2 15 2.8v1.8L1 7z" />
          <path d="M8 6.2 12.6 14H3.4z" />
        </svg>
        Fulcrum
      </a>
      {run === null ? null : (
        <>
          <RunSwitch run={run} view={route.view} />
          <nav aria-label="Views">
            <ViewLink run={run} name="overview" title="Overview" present={route.view} />
            {GROUPS.map((group) => (
              <section key={group}>
                <h2>{group}</h2>
                {VIEWS.filter((entry) => entry.group === group).map(({ name, title }) => (
                  <ViewLink key={name} run={run} name={name} title={title} present={route.view} />
                ))}
              </section>
            ))}
          </nav>
        </>
      )}
      <div class="navigation-foot">
        {run === null ? null : (
          <span class="connection" title={`Server: ${words}`}>
            <i class={dot} />
            {words}
          </span>
        )}
        <ThemeSwitch />
        <button
          type="button"
          class="icon-button"
          title="Keyboard help (?)"
          aria-label="Keyboard help"
          onClick={help}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function ViewLink(props: {
  readonly run: string;
  readonly name: string;
  readonly title: string;
  readonly present: string;
}): JSX.Element {
  const isPresent = props.present === props.name;
  const link = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the views stand in one row, which scrolls.
  useEffect(() => {
    if (isPresent) link.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [isPresent]);
  return (
    <a ref={link} href={routeHref(props.run, props.name)} aria-current={isPresent ? 'page' : undefined}>
      {props.title}
    </a>
  );
}

function RunSwitch({ run, view }: { readonly run: string; readonly view: string }): JSX.Element {
  // The list makes the server read every ledger: it is asked for only once somebody reaches for it.
  const [asked, setAsked] = useState(0);
  const runs = useData(asked === 0 ? null : runsAddress, null, null, asked);
  const names = runs.state === 'ready' ? runs.data : [];
  return (
    <label class="run-switch">
      <span class="visually-hidden">Run</span>
      <select
        value={run}
        onPointerEnter={() => setAsked((count) => Math.max(1, count))}
        onFocus={() => setAsked((count) => count + 1)}
        onChange={(event) => (location.hash = routeHref(event.currentTarget.value, view))}
      >
        {names.some(({ id }) => id === run) ? null : <option value={run}>{run}</option>}
        {names.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const NEXT: { readonly [theme in Theme]: Theme } = { system: 'light', light: 'dark', dark: 'system' };
/** A disc: half filled, empty or full. */
const MARK: { readonly [theme in Theme]: string } = {
  system: 'M8 3a5 5 0 0 1 0 10z',
  light: '',
  dark: 'M8 3a5 5 0 0 1 0 10a5 5 0 0 1 0-10z',
};

function ThemeSwitch(): JSX.Element {
  const [theme, choose] = useTheme();
  useKeys([{ key: 't', does: 'Change the theme', run: () => choose(NEXT[theme]) }]);
  const words = `Theme: ${theme}. Change to ${NEXT[theme]}.`;
  return (
    <button
      type="button"
      class="icon-button"
      title={words}
      aria-label={words}
      onClick={() => choose(NEXT[theme])}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5" />
        <path d={MARK[theme]} />
      </svg>
    </button>
  );
}
