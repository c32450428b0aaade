import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { amdahl } from '../../../src/acceptance/certificate/stages.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import { formatDuration } from '../../../src/report/format.ts';
import type { Timeline } from '../../../src/surfaces/view/protocol.ts';
import { timelineAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { AmdahlCurves } from '../parts/amdahl-curves.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Gantt } from '../parts/gantt.tsx';
import { Load } from '../parts/load.tsx';
import { Panel } from '../parts/panel.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/timeline.css';

/** Where the time went, and what would come of making a stage faster. */
export function TimelineView({ run }: ViewProps): JSX.Element {
  const timeline = useData(timelineAddress(run), run);
  return (
    <Load of={timeline} height={760}>
      {(data) =>
        data.stages.length === 0 ? (
          <EmptyState
            title="No times yet"
            detail="Times are noted beside the ledger's entries as soon as something was judged."
          />
        ) : (
          <Times run={run} timeline={data} />
        )
      }
    </Load>
  );
}

function Times({ run, timeline }: { readonly run: string; readonly timeline: Timeline }): JSX.Element {
  const stages = timeline.stages.toSorted((left, right) => right.seconds - left.seconds);
  const [chosen, setChosen] = useState<string | null>(null);
  const stage = stages.find(({ name }) => name === chosen) ?? stages[0]!;
  const whole = stages.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    <>
      <header class="view-head">
        <h1>Timeline</h1>
        <p class="muted">
          {formatDuration(whole)} of work. At half its time, “{stages[0]!.name}” would make the whole{' '}
          {significant(amdahl(stages[0]!.share, 2), '', 3)} times as fast: speed it up first.
        </p>
      </header>
      <div class="stack">
        <div class="timeline-top">
          <Panel title="By stage">
            <StageBars stages={stages} chosen={stage.name} choose={setChosen} />
          </Panel>
          <Panel title="If a stage were faster" aside="Amdahl 1967">
            <AmdahlCurves stages={stages.slice(0, 4)} chosen={stage} />
          </Panel>
        </div>
        {timeline.spans.length === 0 ? null : (
          <Panel title="Latest work, side by side">
            <Gantt run={run} spans={timeline.spans} />
          </Panel>
        )}
      </div>
    </>
  );
}

function StageBars(props: {
  readonly stages: Timeline['stages'];
  readonly chosen: string;
  readonly choose: (name: string) => void;
}): JSX.Element {
  const { stages, chosen, choose } = props;
  const largest = stages[0]!.share || 1;
  return (
    <table class="stage-table">
      <thead>
        <tr>
          <th scope="col">stage</th>
          <th scope="col" class="figure">
            time
          </th>
          <th scope="col" class="figure">
            share
          </th>
          <th
            scope="col"
            class="figure"
            title="How many times as fast the whole is when the stage takes half its time"
          >
            at half
          </th>
          <th scope="col" class="figure" title="How many times as fast the whole is without the stage">
            without
          </th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ name, seconds, share }) => (
          <tr key={name} class={name === chosen ? 'chosen' : ''}>
            <th scope="row">
              <button type="button" onClick={() => choose(name)} aria-pressed={name === chosen}>
                <span class="stage-name">{name}</span>
                <i class="stage-bar" aria-hidden="true" style={{ width: `${(100 * share) / largest}%` }} />
              </button>
            </th>
            <td class="figure">{formatDuration(seconds)}</td>
            <td class="figure">{significant(100 * share, '', 3)} %</td>
            <td class="figure">{significant(amdahl(share, 2), '', 3)} ×</td>
            <td class="figure">{share < 0.999 ? `${significant(1 / (1 - share), '', 3)} ×` : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
