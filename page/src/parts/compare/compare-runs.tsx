import type { JSX } from 'preact';

import type { Overview, RunCard } from '../../../../src/surfaces/view/protocol.ts';
import { overviewAddress, runsAddress } from '../../data/address.ts';
import type { Loaded } from '../../data/use-data.ts';
import { useData, useDataBeside } from '../../data/use-data.ts';
import { ErrorState } from '../error-state.tsx';
import { Load } from '../load.tsx';
import { Loading } from '../loading.tsx';
import { Select } from '../select.tsx';
import type { ComparedRun } from './run-curves.tsx';
import { LINES, RunCurves } from './run-curves.tsx';
import { RunFigures } from './run-figures.tsx';

/** Runs beside each other: how their incumbents went, and what they came to. Begins with the run and its control. */
export function CompareRuns(props: {
  readonly run: string;
  readonly query: { readonly [name: string]: string };
  readonly show: (change: { readonly [name: string]: string | null }) => void;
}): JSX.Element {
  const runs = useData(runsAddress);
  return (
    <Load of={runs} height={560}>
      {(cards) => <Chosen {...props} cards={cards} />}
    </Load>
  );
}

function Chosen(props: {
  readonly run: string;
  readonly query: { readonly [name: string]: string };
  readonly show: (change: { readonly [name: string]: string | null }) => void;
  readonly cards: readonly RunCard[];
}): JSX.Element {
  const { run, query, show, cards } = props;
  const control = cards.find(({ id }) => id === run)?.control;
  const others = (query['with'] ?? control ?? '')
    .split(',')
    .filter((id) => id !== run && cards.some((card) => card.id === id));
  const chosen = [run, ...new Set(others)].slice(0, LINES.length);
  const asked = useOverviews(chosen, run);
  const compared = chosen.flatMap((id, place): readonly ComparedRun[] => {
    const reply = asked[place]!;
    return reply.state === 'ready' ? [{ id, overview: reply.data, place }] : [];
  });
  const failed = asked.find((reply) => reply.state === 'failed');
  const rest = cards.filter(({ id, baseline }) => !chosen.includes(id) && baseline !== null);
  const set = (ids: readonly string[]): void => show({ with: ids.join(',') });
  return (
    <div class="stack">
      <div class="compare-runs">
        {chosen.map((id, place) => (
          <span key={id} class="chip">
            <i
              class={`swatch ${LINES[place]!.dash ? 'swatch-dash' : ''}`}
              style={{ color: `var(${LINES[place]!.color})` }}
            />
            {id}
            {id === run ? null : (
              <button
                type="button"
                aria-label={`Without ${id}`}
                onClick={() => set(others.filter((other) => other !== id))}
              >
                ×
              </button>
            )}
          </span>
        ))}
        {rest.length === 0 || chosen.length >= LINES.length ? null : (
          <Select
            label="Add a run"
            choices={[
              { name: '', title: 'Add a run…' },
              ...rest.map(({ id, task }) => ({ name: id, title: `${id} · ${task}` })),
            ]}
            chosen=""
            choose={(id) => set([...others, id])}
          />
        )}
        {cards.length < 2 ? (
          <span class="muted">
            There is no other run here: give fulcrum view more folders, or a task with a control.
          </span>
        ) : null}
      </div>
      {failed === undefined ? null : <ErrorState problem={failed.problem} retry={failed.retry} />}
      {compared.length === 0 ? (
        failed === undefined && <Loading height={420} />
      ) : (
        <>
          <RunCurves runs={compared} />
          <RunFigures runs={compared} />
        </>
      )}
    </div>
  );
}

/** In the order they are asked for, and nothing for the places that are left; hooks must always be the same ones. */
function useOverviews(ids: readonly string[], own: string): readonly Loaded<Overview>[] {
  return LINES.map((_, place) => {
    const id = ids[place];
    return useDataBeside(id === undefined ? null : overviewAddress(id), id ?? null, own);
  });
}
