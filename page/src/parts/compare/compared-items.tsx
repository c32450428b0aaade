import type { JSX } from 'preact';

import { signed, significant } from '../../../../src/report/certificate/numbers.ts';
import { formatAmount } from '../../../../src/report/format.ts';
import type { ComparedItem } from '../../data/compare-candidates.ts';
import type { BadgeTone } from '../badge.tsx';
import { Badge } from '../badge.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Panel } from '../panel.tsx';
import { Table } from '../table.tsx';

const TONES: { readonly [finding in ComparedItem['finding']]: BadgeTone } = {
  better: 'good',
  worse: 'bad',
  same: 'neutral',
  unclear: 'neutral',
  unknown: 'neutral',
};

const WORDS: { readonly [finding in ComparedItem['finding']]: string } = {
  better: '▲ better',
  worse: '▼ worse',
  same: 'same',
  unclear: 'within chance',
  unknown: 'not told',
};

/** What matters most comes first. */
const ORDER: readonly ComparedItem['finding'][] = ['worse', 'better', 'unclear', 'same', 'unknown'];

export function ComparedItems(props: {
  readonly items: readonly ComparedItem[];
  readonly names: readonly [left: string, right: string];
  readonly onlyWorse: boolean;
  readonly toggle: () => void;
}): JSX.Element {
  const { items, names, onlyWorse, toggle } = props;
  if (items.length === 0)
    return (
      <EmptyState
        title="Nothing to compare"
        detail="Neither of the two was judged: refused proposals and open candidates have no figures."
      />
    );
  const count = (finding: ComparedItem['finding']): number =>
    items.filter((item) => item.finding === finding).length;
  const shown = items
    .filter(({ finding }) => !onlyWorse || finding === 'worse')
    // Checks that both passed say nothing beside their figures.
    .filter(({ metric, finding }) => metric !== null || finding !== 'same')
    .toSorted((left, right) => ORDER.indexOf(left.finding) - ORDER.indexOf(right.finding));
  return (
    <Panel
      title={`${formatAmount(count('worse'), 'regression')}, ${formatAmount(count('better'), 'improvement')}`}
      aside={
        <label class="switch">
          <input type="checkbox" checked={onlyWorse} onChange={toggle} /> Regressions only <kbd>r</kbd>
        </label>
      }
    >
      {shown.length === 0 ? (
        <EmptyState
          title={onlyWorse ? 'No regression' : 'No difference'}
          detail={`Nothing that was measured of ${names[1]} is worse than of ${names[0]}${onlyWorse ? '' : ', and nothing better'}.`}
        />
      ) : (
        <Table
          label="Item by item"
          rows={shown}
          keyOf={({ slice, check, metric }) => JSON.stringify([slice, check, metric])}
          columns={[
            {
              title: 'item',
              wide: true,
              cell: ({ metric, check, slice, heldOut }) => (
                <>
                  <bdi>{metric ?? 'status'}</bdi>{' '}
                  <span class="muted">
                    on <bdi>{slice}</bdi>
                  </span>{' '}
                  {heldOut ? <Badge>held out</Badge> : null}
                  <span class="second-line">
                    <bdi>{check}</bdi>
                  </span>
                </>
              ),
            },
            { title: names[0], kind: 'figure', cell: ({ left }) => valueText(left) },
            { title: names[1], kind: 'figure', cell: ({ right }) => valueText(right) },
            { title: 'difference', kind: 'figure', cell: differenceText },
            {
              title: 'questions',
              kind: 'figure',
              minor: true,
              cell: ({ pairs, difference }) =>
                difference === null ? '–' : pairs === 0 ? 'each its own' : `${pairs} × the same`,
            },
            {
              title: '',
              cell: ({ finding }) => <Badge tone={TONES[finding]}>{WORDS[finding]}</Badge>,
            },
          ]}
        />
      )}
    </Panel>
  );
}

function valueText(value: ComparedItem['left']): string {
  return typeof value === 'number' ? significant(value, '', 6) : (value ?? '–');
}

function differenceText({ difference, error }: ComparedItem): string {
  if (difference === null) return '–';
  return error === null ? signed(difference) : `${signed(difference)} ± ${significant(error, '', 2)}`;
}
