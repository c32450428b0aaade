import type { JSX } from 'preact';

import type { SourceError } from '../data/source.ts';

const TITLES: { readonly [kind in SourceError['kind']]: string } = {
  unreachable: 'No connection',
  'signed-out': 'Signed out',
  missing: 'Not here',
  'not-saved': 'Not in this copy',
  refused: 'Refused',
};

/** In the place of data that did not come: what is wrong, and a button that asks again. */
export function ErrorState({
  problem,
  retry,
}: {
  readonly problem: SourceError;
  readonly retry: () => void;
}): JSX.Element {
  return (
    <div class="state state-error" role="alert">
      <svg class="state-mark" viewBox="0 0 48 24" aria-hidden="true">
        <path d="M4 5 44 13" />
        <path d="M24 10 30 21H18z" />
      </svg>
      <h2>{TITLES[problem.kind]}</h2>
      <p>{problem.message}</p>
      {problem.kind === 'not-saved' ? (
        <code class="command">fulcrum view</code>
      ) : (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
