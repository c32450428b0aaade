import type { ComponentChildren, JSX } from 'preact';

import type { DecisionKind } from '../../../src/kernel/decision.ts';

/** What a badge says beside its words; never by colour alone. */
export type BadgeTone = 'neutral' | 'good' | 'warning' | 'bad' | 'strong';

export function Badge(props: {
  readonly tone?: BadgeTone;
  readonly title?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <span class={`badge badge-${props.tone ?? 'neutral'}`} title={props.title}>
      {props.children}
    </span>
  );
}

const DECISION_TONES: { readonly [kind in DecisionKind]: BadgeTone } = {
  keep: 'good',
  discard: 'neutral',
  inconclusive: 'warning',
  crash: 'bad',
  escalate: 'strong',
};

/** A candidate's outcome; what is no decision is a refusal. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }): JSX.Element {
  const tone = Object.hasOwn(DECISION_TONES, outcome) ? DECISION_TONES[outcome as DecisionKind] : 'warning';
  return <Badge tone={tone}>{outcome}</Badge>;
}
