import type { JSX } from 'preact';

import type { Objective } from '../../../src/kernel/objective.ts';
import { formatChange } from '../../../src/report/format.ts';

/** By how much a figure moved from where it started, and which way; in words, not by colour alone. */
export function Change(props: {
  readonly from: number | null;
  readonly to: number | null;
  readonly direction: Objective['direction'];
}): JSX.Element {
  const { from, to } = props;
  if (from === null || to === null) return <>not measured yet</>;
  if (from === to) return <>no change</>;
  const better = to < from === (props.direction === 'minimize');
  return (
    <span class={better ? 'better' : 'worse'}>
      {(formatChange(from, to) ?? '').slice(1)} {better ? 'better' : 'worse'}
    </span>
  );
}
