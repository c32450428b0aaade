import type { JSX } from 'preact';

import type { RunCard } from '../../../src/surfaces/view/protocol.ts';
import type { BadgeTone } from './badge.tsx';
import { Badge } from './badge.tsx';

/** What a run is doing, in a word. A run that is neither finished nor at work was interrupted. */
export function Phase({ card }: { readonly card: Pick<RunCard, 'phase' | 'live' | 'reason'> }): JSX.Element {
  const [tone, words] = describe(card);
  return (
    <Badge tone={tone} {...(card.reason === null ? {} : { title: card.reason })}>
      {card.live ? <i class="dot dot-live" /> : null}
      {words}
    </Badge>
  );
}

function describe({ phase, live }: Pick<RunCard, 'phase' | 'live'>): readonly [BadgeTone, string] {
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
