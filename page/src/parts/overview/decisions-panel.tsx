import type { JSX } from 'preact';

import type { DecisionKind } from '../../../../src/kernel/decision.ts';
import type { RefusalKind } from '../../../../src/kernel/event.ts';
import { formatAmount, formatCount } from '../../../../src/report/format.ts';
import { REFUSAL_WORDS } from '../../../../src/report/refusal-words.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { Panel } from '../panel.tsx';
import type { Share } from '../share-bar.tsx';
import { ShareBar } from '../share-bar.tsx';

const KINDS: { readonly [kind in DecisionKind]: Omit<Share, 'count'> } = {
  keep: {
    name: 'kept',
    color: '--run',
    title: 'Better than the incumbent beyond noise, and no worse where it must not be',
  },
  discard: { name: 'discarded', color: '--discarded', title: 'Not better, or worse where it must not be' },
  inconclusive: {
    name: 'inconclusive',
    color: '--discarded',
    striped: true,
    title: 'Neither shown to be better nor to be worse',
  },
  crash: { name: 'crashed', color: '--invalid', title: 'Crashed, ran out of time, or gave no valid answer' },
  escalate: { name: 'sent to a person', color: '--held-out-other', title: 'Waits for a human decision' },
};

/** What became of the proposals. */
export function DecisionsPanel({ overview }: { readonly overview: Overview }): JSX.Element {
  const refused = Object.values(overview.refusals).reduce((sum, count) => sum + count, 0);
  const shares = (Object.keys(KINDS) as DecisionKind[])
    .filter((kind) => kind !== 'escalate' || overview.decisions.escalate > 0)
    .map((kind) => ({ ...KINDS[kind], count: overview.decisions[kind] }));
  const refusals = (Object.keys(REFUSAL_WORDS) as RefusalKind[])
    .map((kind) => ({ words: REFUSAL_WORDS[kind], count: overview.refusals[kind] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((first, second) => second.count - first.count)
    .map(({ words, count }) => `${words}: ${formatCount(count)}`);
  const all: readonly Share[] = [
    ...shares,
    {
      name: 'refused unjudged',
      color: '--refused',
      count: refused,
      title: refusals.join('\n') || 'None was refused',
    },
  ];
  const total = all.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Decisions" aside={formatAmount(total, 'proposal')}>
      <ShareBar label="Decisions" shares={all} />
    </Panel>
  );
}
