import type { JSX } from 'preact';

import { formatCount } from '../../../../src/report/format.ts';
import type { CandidateSet } from '../../data/lineage/candidate-set.ts';
import type { LineageFilter } from '../../data/lineage/filter.ts';
import { scoreOfText } from '../../data/lineage/score-text.ts';
import { Select } from '../select.tsx';
import { TypedField } from '../typed-field.tsx';
import type { OutcomeLook } from './outcome-look.ts';
import { outcomeLook } from './outcome-look.ts';

/** Legend and filter in one: outcomes, who proposed, which island, which scores. */
export function LineageFilters(props: {
  readonly set: CandidateSet;
  readonly islands: number;
  readonly filter: LineageFilter;
  readonly change: (change: Partial<LineageFilter>) => void;
}): JSX.Element {
  const { set, islands, filter, change } = props;
  const counts = countOutcomes(set);
  const toggle = (name: string): void => {
    const { outcomes } = filter;
    change({
      outcomes: outcomes.includes(name) ? outcomes.filter((other) => other !== name) : [...outcomes, name],
    });
  };
  return (
    <div class="lineage-filters">
      <div class="lineage-outcomes" role="group" aria-label="Outcomes">
        {counts.map(({ name, count }) => (
          <button
            key={name}
            type="button"
            class="outcome-key"
            aria-pressed={filter.outcomes.includes(name)}
            onClick={() => toggle(name)}
          >
            <OutcomeMark look={outcomeLook(name)} />
            {name} <b>{formatCount(count)}</b>
          </button>
        ))}
      </div>
      <Select
        label="Proposed by"
        choices={[
          { name: '', title: 'any proposer' },
          ...operatorChoices(set.operators).map((name) => ({ name, title: name })),
        ]}
        chosen={filter.operator ?? ''}
        choose={(name) => change({ operator: name || null })}
      />
      {islands > 1 ? (
        <Select
          label="Island"
          choices={[
            { name: '', title: 'any island' },
            ...Array.from({ length: islands }, (_, island) => ({
              name: String(island),
              title: `island ${island + 1}`,
            })),
          ]}
          chosen={filter.island === null ? '' : String(filter.island)}
          choose={(name) => change({ island: name === '' ? null : Number(name) })}
        />
      ) : null}
      <span class="lineage-scores">
        <span class="muted">score</span>
        <ScoreField
          label="Least score"
          hint="from"
          value={filter.least}
          change={(least) => change({ least })}
        />
        <ScoreField
          label="Greatest score"
          hint="to"
          value={filter.most}
          change={(most) => change({ most })}
        />
      </span>
    </div>
  );
}

function ScoreField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null;
  readonly change: (value: number | null) => void;
}): JSX.Element {
  const { label, hint, value, change } = props;
  return (
    <TypedField
      look={{
        class: 'field field-small field-score',
        inputMode: 'decimal',
        'aria-label': label,
        placeholder: hint,
      }}
      value={value === null ? '' : String(value)}
      typed={(text) => {
        const next = scoreOfText(text);
        if (next !== undefined) change(next);
      }}
      standsForValue={(text) => [value, undefined].includes(scoreOfText(text))}
    />
  );
}

/** As it is drawn on the canvas. */
function OutcomeMark({ look }: { readonly look: OutcomeLook }): JSX.Element {
  return (
    <svg
      class="outcome-mark"
      viewBox="-6 -6 12 12"
      aria-hidden="true"
      style={{ color: `var(${look.color})` }}
    >
      {look.shape === 'cross' ? (
        <path d="M-3.2-3.2 3.2 3.2M-3.2 3.2 3.2-3.2" class="drawn" />
      ) : look.shape === 'diamond' ? (
        <path d="M0-4.4 4.4 0 0 4.4-4.4 0z" />
      ) : (
        <circle r={look.size > 3 ? 4 : 3} class={look.shape === 'ring' ? 'drawn' : ''} />
      )}
    </svg>
  );
}

function countOutcomes({ outcome, outcomes }: CandidateSet): readonly { name: string; count: number }[] {
  const counts = outcomes.map(() => 0);
  for (const place of outcome) counts[place]! += 1;
  return outcomes
    .map((name, place) => ({ name, count: counts[place]! }))
    .filter(({ name, count }) => count > 0 && name !== 'baseline')
    .toSorted((left, right) => outcomeLook(right.name).rank - outcomeLook(left.name).rank);
}

/** Each proposer that has several operators, and each of those; the baseline's left out. */
function operatorChoices(operators: readonly string[]): readonly string[] {
  const proposers = operators.map((name) => name.split(' ')[0]!);
  const several = proposers.filter((name, place) => proposers.indexOf(name) !== place);
  return [...new Set([...several, ...operators.slice(1)])].toSorted();
}
