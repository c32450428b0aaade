import type { ComponentChildren, JSX } from 'preact';

import type { SourceError } from '../data/source.ts';
import type { Loaded } from '../data/use-data.ts';
import { ErrorState } from './error-state.tsx';
import { Loading } from './loading.tsx';

/** Shows `children` of the data once it is there, and until then that it is loading or why it does not come. */
export function Load<Reply>(props: {
  readonly of: Loaded<Reply>;
  /** In pixels, while loading. */
  readonly height: number;
  /** In the place of a plain block of that height. */
  readonly placeholder?: JSX.Element;
  readonly children: (data: Reply) => ComponentChildren;
}): JSX.Element {
  switch (props.of.state) {
    case 'loading':
      return props.placeholder ?? <Loading height={props.height} />;
    case 'failed':
      return <ErrorState problem={props.of.problem} retry={props.of.retry} />;
    case 'ready':
      return (
        <>
          <Stale problem={props.of.problem} />
          {props.children(props.of.data)}
        </>
      );
  }
}

/**
 * Above data that is no longer renewed. A lost connection is told once for the whole page: by `Disconnected` where that
 * shows a run, by `RunsView` for the list of them.
 */
function Stale({ problem }: { readonly problem: SourceError | null }): JSX.Element | null {
  if (problem === null || problem.kind === 'unreachable') return null;
  return (
    <p class="notice" role="status">
      Not renewed: {problem.message}
    </p>
  );
}
