import type { JSX } from 'preact';

import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { budgetLines } from '../../data/budget-left.ts';
import { writeShare, writeSpent } from '../../data/write-amount.ts';
import { Panel } from '../panel.tsx';

/** What the run may spend and what of it is gone, the nearest limit first. */
export function BudgetPanel({ overview }: { readonly overview: Overview }): JSX.Element {
  const lines = budgetLines(overview.budget, overview.spent);
  return (
    <Panel title="Budget" aside={lines.length === 0 ? undefined : 'left'}>
      {lines.length === 0 ? <p class="muted">Nothing limits this run.</p> : null}
      <div class="budget">
        {lines.map(({ name, spent, limit, left }) => (
          <div key={name} class="budget-line">
            <span class="budget-name">{name}</span>
            <span>
              {writeSpent(name, spent)} <span class="muted">of {writeSpent(name, limit)}</span>
            </span>
            <span class="budget-left">{writeShare(left)}</span>
            <span class="meter" aria-hidden="true">
              <i
                class={left < 0.1 && overview.card.phase !== 'finished' ? 'meter-low' : ''}
                style={{ width: `${(1 - left) * 100}%` }}
              />
            </span>
          </div>
        ))}
      </div>
    </Panel>
  );
}
