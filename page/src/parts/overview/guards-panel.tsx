import type { JSX } from 'preact';

import { formatAmount } from '../../../../src/report/format.ts';
import type { GuardLight } from '../../../../src/surfaces/view/protocol.ts';
import { Badge } from '../badge.tsx';
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

function isTroubled(state: GuardLight['state']): state is 'warning' | 'bad' {
  return state === 'warning' || state === 'bad';
}

function summaryOf(guards: readonly GuardLight[]): string {
  const count = (wanted: GuardLight['state']): number =>
    guards.filter(({ state }) => state === wanted).length;
  const troubled = count('warning') + count('bad');
  if (troubled > 0) return `${troubled} to look at`;
  const off = count('off');
  return `${formatAmount(count('good'), 'holds', 'hold')}${off === 0 ? '' : `, ${off} off`}`;
}

/** What could stop or spoil the run, and how each stands. */
export function GuardsPanel({ guards }: { readonly guards: readonly GuardLight[] }): JSX.Element {
  return (
    <Panel title="Guards" aside={summaryOf(guards)}>
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
                  {isTroubled(state) ? (
                    <Badge tone={state}>{words}</Badge>
                  ) : (
                    <span class="visually-hidden">: {words}</span>
                  )}{' '}
                  <span class="muted">{detail}</span>
                </span>
              </li>
            );
          })}
      </ul>
    </Panel>
  );
}
