import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';

import type { Objective } from '../../../src/kernel/objective.ts';
import { createValueFormat, formatAmount, formatCount } from '../../../src/report/format.ts';
import type { CandidateColumns } from '../../../src/surfaces/view/protocol.ts';
import { overviewAddress, populationsAddress, searchAddress } from '../data/address.ts';
import { useKeys } from '../data/keys.ts';
import { candidateSet, placeOf } from '../data/lineage/candidate-set.ts';
import { filterOf, queryOf } from '../data/lineage/filter-query.ts';
import type { LineageFilter } from '../data/lineage/filter.ts';
import { countOf, filtered, nextMatch } from '../data/lineage/filter.ts';
import { lanesArrangement } from '../data/lineage/lanes-arrangement.ts';
import { scoreArrangement } from '../data/lineage/score-arrangement.ts';
import { useColumns } from '../data/lineage/use-columns.ts';
import { go, routeHref } from '../data/route.ts';
import { useData } from '../data/use-data.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { LineageCanvas } from '../parts/lineage/lineage-canvas.tsx';
import { LineageCard } from '../parts/lineage/lineage-card.tsx';
import { LineageFilters } from '../parts/lineage/lineage-filters.tsx';
import type { LineagePlot } from '../parts/lineage/lineage-plot.ts';
import type { Scene } from '../parts/lineage/scene.ts';
import { Load } from '../parts/load.tsx';
import { Loading } from '../parts/loading.tsx';
import { Tabs } from '../parts/tabs.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/lineage.css';

type Picture = 'descent' | 'score';

const PICTURES: readonly { readonly name: Picture; readonly title: string }[] = [
  { name: 'descent', title: 'Descent' },
  { name: 'score', title: 'Score' },
];

/** Every candidate of the run and who was made from whom, with the winner's way through them. */
export function LineageView({ run, query }: ViewProps): JSX.Element {
  const columns = useColumns(run);
  const isEmpty = columns.state === 'ready' && columns.data.number.length === 0;
  // Asked for again when there are candidates: before a run begins, its task is not known.
  const overview = useData(overviewAddress(run), null, null, isEmpty ? 1 : 0);
  return (
    <Load of={overview} height={760}>
      {({ card: { objective } }) => (
        <Load of={columns} height={760}>
          {(data) =>
            isEmpty ? (
              <EmptyState
                title="No candidates yet"
                detail="The baseline is the first: it appears once it is judged."
              />
            ) : objective === null ? (
              <Loading height={760} />
            ) : (
              <Lineage run={run} query={query} columns={data} objective={objective} />
            )
          }
        </Load>
      )}
    </Load>
  );
}

function Lineage(props: {
  readonly run: string;
  readonly query: ViewProps['query'];
  readonly columns: CandidateColumns;
  readonly objective: Objective;
}): JSX.Element {
  const { run, query, columns, objective } = props;
  const picture: Picture = query['as'] === 'score' ? 'score' : 'descent';
  const filter = filterOf(query);
  const control = useRef<LineagePlot | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const [hovered, setHovered] = useState(-1);

  const set = useMemo(() => candidateSet(columns), [columns]);
  const arrangement = useMemo(
    () => (picture === 'score' ? scoreArrangement : lanesArrangement)(set, objective.direction),
    [set, picture, objective.direction],
  );
  const format = useMemo(
    () => createValueFormat(objective.unit, figuresOf(set.score, set.path)),
    [set, objective.unit],
  );
  const islands = useIslands(run);
  const told = useTold(run, filter.text);
  const matches = useMemo(
    () => filtered(set, filter, islands, told.numbers),
    [set, JSON.stringify(filter), islands, told.numbers],
  );
  const scene = useMemo(
    (): Scene => ({ set, arrangement, matches, unitY: picture === 'score' ? objective.unit : null }),
    [set, arrangement, matches, picture, objective.unit],
  );

  const chosen = query['at'] === undefined ? -1 : placeOf(set.number, Number(query['at']));
  const show = (change: { readonly [name: string]: string | number | null }): void =>
    go(routeHref(run, 'lineage', null, { ...query, ...change }), 'replace');
  const choose = (place: number): void => show({ at: place === -1 ? null : set.number[place]! });
  const open = (place: number): void => go(routeHref(run, 'candidate', set.number[place]));
  const change = (part: Partial<LineageFilter>): void => show(queryOf({ ...filter, ...part }));
  const toMatch = (by: 1 | -1): void => {
    if (matches === null) return;
    const next = nextMatch(matches, chosen === -1 ? (by === 1 ? -1 : 0) : chosen, by);
    if (next !== -1) choose(next);
  };
  const toWinner = (): void => choose(set.path.at(-1) ?? 0);
  useKeys([
    { key: '/', does: 'Find candidates', run: () => field.current?.focus() },
    { key: 'n', does: 'Next that matches', run: () => toMatch(1) },
    { key: 'N', does: 'Previous that matches', run: () => toMatch(-1) },
    { key: 'w', does: 'The winner', run: toWinner },
    { key: 'v', does: 'Descent or score', run: () => show({ as: picture === 'score' ? null : 'score' }) },
  ]);

  const shown = hovered === -1 || hovered >= set.count ? chosen : hovered;
  return (
    <div class="lineage">
      <header class="view-head">
        <h1>Lineage</h1>
        <span class="muted">{summaryOf(columns)}</span>
        <input
          ref={field}
          class="field find"
          type="search"
          placeholder="Number, operator, words   /"
          aria-label="Find candidates by number, operator or what was said of them"
          value={filter.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') toMatch(event.shiftKey ? -1 : 1);
          }}
        />
        <Tabs
          label="Arranged by"
          choices={PICTURES}
          chosen={picture}
          choose={(name) => show({ as: name === 'score' ? name : null })}
        />
      </header>
      <LineageFilters set={set} islands={islands} filter={filter} change={change} />
      <div class="lineage-body">
        <div class="lineage-picture">
          <LineageCanvas
            scene={scene}
            picture={picture}
            chosen={chosen}
            choose={choose}
            hover={setHovered}
            open={open}
            control={control}
            label={`${summaryOf(columns)}. Arrow keys walk along the descent, Enter opens the candidate, plus and minus zoom, 0 shows the whole.`}
          />
          <div class="lineage-tools">
            <span class="muted" role="status">
              {matchText(matches, told.note)}
            </span>
            {matches === null ? null : (
              <>
                <button type="button" class="button button-small" onClick={() => toMatch(-1)} title="N">
                  ‹ Previous
                </button>
                <button type="button" class="button button-small" onClick={() => toMatch(1)} title="n">
                  Next ›
                </button>
              </>
            )}
            <button type="button" class="button button-small" onClick={toWinner} title="w">
              Winner
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => control.current?.zoom(1.6)}
              aria-label="Nearer"
              title="+"
            >
              +
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => control.current?.zoom(1 / 1.6)}
              aria-label="Further"
              title="−"
            >
              −
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => control.current?.whole()}
              title="0"
            >
              Whole
            </button>
          </div>
        </div>
        {shown === -1 ? (
          <Explanation picture={picture} />
        ) : (
          <LineageCard run={run} set={set} place={shown} isChosen={shown === chosen} format={format} />
        )}
      </div>
    </div>
  );
}

function Explanation({ picture }: { readonly picture: Picture }): JSX.Element {
  return (
    <aside class="lineage-card muted">
      {picture === 'descent' ? (
        <>
          <p>
            The blue line is the way from the baseline to the winner. Whoever else was built on has a line of
            its own beside it.
          </p>
          <p>
            What was made of a candidate stands along its line: above where it is better than it, below where
            it is worse, lowest where it failed.
          </p>
        </>
      ) : (
        <>
          <p>
            Every candidate that has a score, in the order of their numbers. The blue line is the winner’s
            way.
          </p>
          <p>Figures far out stand at the edge; who has no score is left out.</p>
        </>
      )}
      <p>Drag to move, turn the wheel to zoom, click to open. Arrow keys walk along the descent.</p>
    </aside>
  );
}

function summaryOf({ number, winnerPath }: CandidateColumns): string {
  const winner = winnerPath.at(-1) ?? 0;
  const steps = winnerPath.length - 1;
  const way =
    winner === 0
      ? 'the baseline stands'
      : `winner #${winner}, ${formatAmount(steps, 'step')} from the baseline`;
  return `${formatAmount(number.length - 1, 'candidate')}, ${way}`;
}

/** Enough figures to tell kept ones apart. */
function figuresOf(score: Float64Array, path: readonly number[]): readonly number[] {
  return path.map((place) => score[place]!).filter(Number.isFinite);
}

function matchText(matches: Uint8Array | null, note: string | null): string {
  const found = matches === null ? '' : formatAmount(countOf(matches), 'match', 'matches');
  return note === null ? found : `${found}${found === '' ? '' : ' · '}${note}`;
}

/** Of the strategies that make each proposal on an island in turn; 0 where there are none. */
function useIslands(run: string): number {
  const populations = useData(populationsAddress(run));
  return populations.state === 'ready' ? populations.data.islands.length : 0;
}

/** Numbers of candidates whose summary holds the text, as the server knows them. */
function useTold(
  run: string,
  text: string,
): { readonly numbers: ReadonlySet<number> | null; readonly note: string | null } {
  const isWords = /[^\d#\s]/.test(text);
  const reply = useData(isWords ? searchAddress(run, text.trim()) : null);
  const numbers = useMemo(
    () => (reply.state === 'ready' ? new Set(reply.data.numbers) : null),
    [reply.state === 'ready' ? reply.data : null],
  );
  if (!isWords) return { numbers: null, note: null };
  if (reply.state === 'failed') return { numbers: null, note: 'operators alone were searched' };
  const isCut = reply.state === 'ready' && reply.data.cut;
  return { numbers, note: isCut ? `the first ${formatCount(numbers?.size ?? 0)} by their words` : null };
}
