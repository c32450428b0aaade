import type { JSX } from 'preact';

import type { ValueFormat } from '../../../../src/report/format.ts';
import { formatAmount, formatCount } from '../../../../src/report/format.ts';
import { candidateAddress } from '../../data/address.ts';
import type { CandidateSet } from '../../data/lineage/candidate-set.ts';
import { ancestry } from '../../data/lineage/candidate-set.ts';
import { routeHref } from '../../data/route.ts';
import { useData } from '../../data/use-data.ts';
import { Badge } from '../badge.tsx';
import { CandidateLink } from '../candidate-link.tsx';
import { KeyValue } from '../key-value.tsx';

/** What is known of the candidate pointed at or chosen; of a chosen one also what its proposer said. */
export function LineageCard(props: {
  readonly run: string;
  readonly set: CandidateSet;
  readonly place: number;
  readonly isChosen: boolean;
  readonly format: ValueFormat;
}): JSX.Element {
  const { run, set, place, isChosen, format } = props;
  const number = set.number[place]!;
  const from = set.parent[place]!;
  const outcome = set.outcomes[set.outcome[place]!] ?? '';
  const generation = ancestry(set, place).length - 1;
  return (
    <section class="lineage-card" aria-label="Candidate">
      <header>
        <h2>{number === 0 ? 'Baseline' : `#${number}`}</h2>
        {number === 0 ? null : (
          <Badge tone={outcome === 'kept' ? 'good' : outcome === 'invalid' ? 'bad' : 'neutral'}>
            {outcome}
          </Badge>
        )}
        {set.path.at(-1) === place ? <Badge tone="strong">winner</Badge> : null}
      </header>
      {isChosen ? <Summary run={run} number={number} /> : null}
      <KeyValue
        rows={[
          ['score', scoreText(set, place, format)],
          from === -1
            ? null
            : [
                'made from',
                <>
                  <CandidateLink run={run} number={set.number[from]!} />
                  {(set.mates[place] ?? []).map((mate) => (
                    <>
                      {' × '}
                      <CandidateLink run={run} number={mate} />
                    </>
                  ))}
                </>,
              ],
          ['by', <bdi>{set.operators[set.operator[place]!]}</bdi>],
          ['generation', formatCount(generation)],
          ['led to', formatAmount(set.children[place]!, 'candidate')],
          ['size', formatCount(set.size[place]!)],
        ]}
      />
      <a class="button" href={routeHref(run, 'candidate', number)}>
        Open <kbd>↵</kbd>
      </a>
    </section>
  );
}

function scoreText(set: CandidateSet, place: number, format: ValueFormat): JSX.Element {
  const score = set.score[place]!;
  if (Number.isNaN(score)) return <span class="muted">none</span>;
  const from = set.parent[place]!;
  const before = from === -1 ? NaN : set.score[from]!;
  const change = score - before;
  return (
    <>
      {format(score)}{' '}
      {Number.isNaN(change) ? null : (
        <span class="muted">
          {change > 0 ? '+' : ''}
          {format(change)} on its parent
        </span>
      )}
    </>
  );
}

function Summary({ run, number }: { readonly run: string; readonly number: number }): JSX.Element {
  const detail = useData(candidateAddress(run, number));
  if (detail.state !== 'ready') return <p class="lineage-summary muted">…</p>;
  return (
    <p class="lineage-summary">
      <bdi>{detail.data.provenance.summary}</bdi>
    </p>
  );
}
