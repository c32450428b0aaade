import type { JSX } from 'preact';

import type { GuardLight } from '../../../../src/surfaces/view/protocol.ts';
import { Panel } from '../panel.tsx';

const LIGHTS: { readonly [state in GuardLight['state']]: readonly [dot: string, words: string] } = {
  good: ['dot dot-good', 'holds'],
  warning: ['dot dot-warning', 'look at this'],
  bad: ['dot dot-bad', 'tripped'],
  off: ['dot dot-off', 'off'],
};

/** What needs a look comes first, what is off last. */
function rank({ state }: GuardLight): number {
  return ['bad', 'warning', 'good', 'off'].indexOf(state);
}

/** What could stop or spoil the run, and how each stands. */
export function GuardsPanel({ guards }: { readonly guards: readonly GuardLight[] }): JSX.Element {
  const troubled = guards.filter(({ state }) => state === 'warning' || state === 'bad').length;
  return (
    <Panel title="Guards" aside={troubled === 0 ? 'all hold' : `${troubled} to look at`}>
      <ul class="guards">
        {guards
          .toSorted((first, second) => rank(first) - rank(second))
          .map(({ name, state, detail }) => {
            const [dot, words] = LIGHTS[state];
            return (
              <li key={name} class={`guard-${state}`}>
                <i class={dot} />
                <span>
                  <b>{name}</b>
                  <span class="visually-hidden">: {words}</span> <span class="muted">{detail}</span>
                </span>
              </li>
            );
          })}
      </ul>
    </Panel>
  );
}
