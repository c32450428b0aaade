import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CandidateDetail } from '../../../src/surfaces/view/protocol.ts';
import { diffAddress } from '../data/address.ts';
import { go, routeHref } from '../data/route.ts';
import { useData } from '../data/use-data.ts';
import { Diff, type DiffLayout } from './diff.tsx';
import { Load } from './load.tsx';
import { Panel } from './panel.tsx';
import { Tabs } from './tabs.tsx';
import { TypedField } from './typed-field.tsx';

const LAYOUTS: readonly { readonly name: DiffLayout; readonly title: string }[] = [
  { name: 'unified', title: 'Unified' },
  { name: 'split', title: 'Side by side' },
];

/** What a candidate changed of its parent, of the baseline or of any other; the address keeps which. */
export function CandidateDiff(props: {
  readonly run: string;
  readonly detail: CandidateDetail;
  readonly query: { readonly [name: string]: string };
}): JSX.Element {
  const { run, detail, query } = props;
  const [layout, setLayout] = useState<DiffLayout>('unified');
  const parent = detail.parents[0] ?? null;
  const against = numberIn(query['against']) ?? parent;
  const choose = (number: number): void =>
    go(routeHref(run, 'candidate', detail.number, { against: number === parent ? null : number }), 'replace');
  if (against === null)
    return (
      <Panel title="Files">
        <Files files={detail.files} />
      </Panel>
    );
  return (
    <Panel
      title="What it changed"
      aside={
        <>
          <Against number={detail.number} against={against} parent={parent} choose={choose} />
          <Tabs label="Layout of the diff" choices={LAYOUTS} chosen={layout} choose={setLayout} />
        </>
      }
    >
      <DiffBetween key={`${against}`} run={run} before={against} after={detail.number} layout={layout} />
    </Panel>
  );
}

/** The change from one candidate to another. */
export function DiffBetween(props: {
  readonly run: string;
  readonly before: number;
  readonly after: number;
  readonly layout: DiffLayout;
}): JSX.Element {
  const { run, before, after, layout } = props;
  const diff = useData(diffAddress(run, before, after));
  return (
    <Load of={diff} height={160}>
      {(data) => <Diff files={data.files} layout={layout} />}
    </Load>
  );
}

function Against(props: {
  readonly number: number;
  readonly against: number;
  readonly parent: number | null;
  readonly choose: (number: number) => void;
}): JSX.Element {
  const { number, against, parent, choose } = props;
  const named = [
    ...(parent === null
      ? []
      : [{ value: parent, title: parent === 0 ? 'parent (baseline)' : `parent #${parent}` }]),
    ...(parent === 0 || number === 0 ? [] : [{ value: 0, title: 'baseline' }]),
  ];
  const chosen = named.some(({ value }) => value === against) ? String(against) : 'other';
  const [other, setOther] = useState(chosen === 'other');
  return (
    <span class="against">
      <label>
        <span class="muted">against</span>{' '}
        <select
          class="field field-small"
          value={other ? 'other' : chosen}
          onChange={({ currentTarget: { value } }) => {
            setOther(value === 'other');
            if (value !== 'other') choose(Number(value));
          }}
        >
          {named.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
          <option value="other">another…</option>
        </select>
      </label>
      {other ? (
        <TypedField
          look={{
            class: 'field field-small field-number',
            inputMode: 'numeric',
            'aria-label': 'Number of the candidate to compare with',
          }}
          value={String(against)}
          done={(text) => {
            const next = numberIn(text);
            if (next !== null) choose(next);
          }}
        />
      ) : null}
    </span>
  );
}

function Files({ files }: { readonly files: readonly string[] }): JSX.Element {
  return (
    <ul class="file-list">
      {files.slice(0, 200).map((file) => (
        <li key={file}>
          <bdi class="code">{file}</bdi>
        </li>
      ))}
      {files.length > 200 ? <li class="muted">{files.length - 200} more</li> : null}
    </ul>
  );
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
