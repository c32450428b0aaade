import type { JSX } from 'preact';

import type { CandidateDetail, RunCard } from '../../../../src/surfaces/view/protocol.ts';
import { candidateAddress, overviewAddress, runsAddress } from '../../data/address.ts';
import { candidateName } from '../../data/candidate-name.ts';
import { compareCandidates } from '../../data/compare-candidates.ts';
import { useKeys } from '../../data/keys.ts';
import { useData, useDataBeside } from '../../data/use-data.ts';
import { CandidateLink } from '../candidate-link.tsx';
import { Load } from '../load.tsx';
import { Select } from '../select.tsx';
import { TypedField } from '../typed-field.tsx';
import { ComparedItems } from './compared-items.tsx';

interface Props {
  readonly run: string;
  readonly query: { readonly [name: string]: string };
  readonly show: (change: { readonly [name: string]: string | number | null }) => void;
}

/** Two candidates, of one run or of two, check by check; only what became worse, if wanted. */
export function CompareCandidates({ run, query, show }: Props): JSX.Element {
  const left = query['left'] ?? 'baseline';
  const right = query['right'] ?? 'best';
  const other = query['in'] ?? run;
  const onlyWorse = query['only'] === 'worse';
  const one = useData(candidateAddress(run, left), run);
  const two = useDataBeside(candidateAddress(other, right), other, run);
  const overview = useData(overviewAddress(run));
  const runs = useData(runsAddress);
  const toggle = (): void => show({ only: onlyWorse ? null : 'worse' });
  // Each run has its own numbers.
  const canSwap = other === run;
  const swap = (): void => {
    if (canSwap) show({ left: right, right: left });
  };
  useKeys([
    { key: 'r', does: 'Regressions only, or everything', run: toggle },
    { key: 's', does: 'Swap the two', run: swap },
  ]);
  return (
    <div class="stack">
      <div class="compare-sides">
        <Side
          label="From"
          name={left}
          run={run}
          runs={null}
          change={(name) => show({ left: name })}
          detail={one.state === 'ready' ? one.data : null}
        />
        <button
          type="button"
          class="icon-button compare-swap"
          aria-label="Swap the two"
          title="s"
          disabled={!canSwap}
          onClick={swap}
        >
          ⇄
        </button>
        <Side
          label="To"
          name={right}
          run={other}
          runs={runs.state === 'ready' ? runs.data : null}
          change={(name) => show({ right: name })}
          changeRun={(id) => show({ in: id === run ? null : id })}
          detail={two.state === 'ready' ? two.data : null}
        />
      </div>
      <Load of={one} height={300}>
        {(from) => (
          <Load of={two} height={300}>
            {(to) => (
              <ComparedItems
                items={compareCandidates(
                  from,
                  to,
                  other === run,
                  overview.state === 'ready' ? overview.data : null,
                )}
                names={[
                  candidateName(from.number),
                  other === run ? candidateName(to.number) : `${candidateName(to.number)} of ${other}`,
                ]}
                onlyWorse={onlyWorse}
                toggle={toggle}
              />
            )}
          </Load>
        )}
      </Load>
    </div>
  );
}

function Side(props: {
  readonly label: string;
  readonly name: string;
  readonly run: string;
  /** Null where the run cannot be chosen. */
  readonly runs: readonly RunCard[] | null;
  readonly change: (name: string) => void;
  readonly changeRun?: (id: string) => void;
  readonly detail: CandidateDetail | null;
}): JSX.Element {
  const { label, name, run, runs, change, changeRun, detail } = props;
  return (
    <section class="compare-side" aria-label={label}>
      <div class="compare-choice">
        <label>
          <span class="muted">{label}</span>{' '}
          <TypedField
            look={{ class: 'field field-small field-number' }}
            value={name}
            done={(text) => {
              const wanted = text.trim().replace(/^#/, '');
              if (wanted !== '') change(wanted);
            }}
          />
        </label>
        {['baseline', 'best'].map((known) => (
          <button
            key={known}
            type="button"
            class="button button-small"
            disabled={name === known}
            onClick={() => change(known)}
          >
            {known}
          </button>
        ))}
        {runs === null || runs.length < 2 || changeRun === undefined ? null : (
          <Select
            label="Of the run"
            choices={runs.map((card) => ({ name: card.id, title: `of ${card.id}` }))}
            chosen={run}
            choose={changeRun}
          />
        )}
      </div>
      <p class="compare-what">
        {detail === null ? (
          '\u00a0'
        ) : (
          <>
            <CandidateLink run={run} number={detail.number} />{' '}
            <bdi class="muted">{detail.provenance.summary}</bdi>
          </>
        )}
      </p>
    </section>
  );
}
