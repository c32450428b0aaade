import type { ComponentChildren, JSX } from 'preact';

import { createValueFormat, formatCount, formatDuration } from '../../../../src/report/format.ts';
import type { Overview } from '../../../../src/surfaces/view/protocol.ts';
import { writeMoney, writeShare } from '../../data/write-amount.ts';
import { routeHref } from '../../data/route.ts';
import { Change } from '../change.tsx';
import { Grade } from '../grade.tsx';
import { Panel } from '../panel.tsx';
import { Phase } from '../phase.tsx';
import type { ComparedRun } from './run-curves.tsx';

interface Row {
  readonly name: string;
  readonly cell: (overview: Overview) => ComponentChildren;
}

/** What the runs came to, a column each. */
export function RunFigures({ runs }: { readonly runs: readonly ComparedRun[] }): JSX.Element {
  return (
    <Panel title="Figures">
      <div class="table-frame">
        <table class="table run-figures" aria-label="Figures of the runs">
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">figure</span>
              </th>
              {runs.map(({ id }) => (
                <th key={id} scope="col" class="figure">
                  <a href={routeHref(id)}>{id}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ name, cell }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {runs.map(({ id, overview }) => (
                  <td key={id} class="figure">
                    {cell(overview)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const ROWS: readonly Row[] = [
  { name: 'task', cell: ({ card }) => card.task },
  { name: 'state', cell: ({ card }) => <Phase card={card} /> },
  { name: 'baseline', cell: (overview) => valueOf(overview, overview.card.baseline) },
  { name: 'incumbent', cell: (overview) => <b>{valueOf(overview, overview.card.incumbent)}</b> },
  {
    name: 'change',
    cell: ({ card }) => (
      <Change from={card.baseline} to={card.incumbent} direction={card.objective?.direction ?? 'minimize'} />
    ),
  },
  { name: 'evaluations', cell: ({ spent }) => formatCount(spent.evaluations) },
  { name: 'time of work', cell: ({ spent }) => formatDuration(spent.seconds) },
  { name: 'kept', cell: (overview) => shareText(overview, overview.decisions.keep) },
  { name: 'discarded', cell: (overview) => shareText(overview, overview.decisions.discard) },
  { name: 'inconclusive', cell: (overview) => shareText(overview, overview.decisions.inconclusive) },
  { name: 'crashed', cell: (overview) => shareText(overview, overview.decisions.crash) },
  {
    name: 'refused unjudged',
    cell: ({ refusals }) => formatCount(Object.values(refusals).reduce((sum, count) => sum + count, 0)),
  },
  { name: 'model cost', cell: ({ spent }) => (spent.money === 0 ? '–' : writeMoney(spent.money)) },
  { name: 'acceptance rule', cell: ({ judge }) => judge.rule },
  { name: 'evidence', cell: ({ judge }) => (judge.grade === null ? '–' : <Grade grade={judge.grade} />) },
];

function valueOf({ card }: Overview, value: number | null): string {
  const known = [card.baseline, card.incumbent].filter((one) => one !== null);
  return createValueFormat(card.objective?.unit ?? '', known)(value);
}

function shareText({ decisions }: Overview, count: number): JSX.Element {
  const total = Object.values(decisions).reduce((sum, one) => sum + one, 0);
  return (
    <>
      {formatCount(count)}{' '}
      <span class="muted run-share">{total === 0 || count === 0 ? '–' : writeShare(count / total)}</span>
    </>
  );
}
