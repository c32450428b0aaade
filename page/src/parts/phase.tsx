import type { JSX } from 'preact';

import type { RunCard } from '../../../src/surfaces/view/protocol.ts';
import type { BadgeTone } from './badge.tsx';
import { Badge } from './badge.tsx';

/** What a run is doing, in a word. A run that is neither finished nor at work was interrupted. */
export function Phase({ card }: { readonly card: PhaseOf & Pick<RunCard, 'reason'> }): JSX.Element {
  const [tone, words] = describe(card);
  return (
    <Badge tone={tone} {...(card.reason === null ? {} : { title: card.reason })}>
      {card.live ? <i class="dot dot-live" /> : null}
      {words}
    </Badge>
  );
}

/** The word that `Phase` shows. */
export function phaseWords(card: PhaseOf): string {
  return describe(card)[1];
}

type PhaseOf = Pick<RunCard, 'phase' | 'live' | 'reading'>;

function describe({ phase, live, reading }: PhaseOf): readonly [BadgeTone, string] {
  // The end of a ledger says how it ended.
  if (!live && phase === 'running' && reading.read < reading.total) return ['neutral', 'being read'];
  switch (phase) {
    case 'empty':
      return ['neutral', 'not started'];
    case 'started':
      return live ? ['strong', 'starting'] : ['warning', 'stopped early'];
    case 'running':
      return live ? ['strong', 'running'] : ['warning', 'interrupted'];
    case 'finished':
      return ['neutral', 'finished'];
    case 'unreadable':
      return ['bad', 'unreadable'];
  }
}
