import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { RefusalKind } from '../../../src/kernel/event.ts';
import { formatAmount, formatCount } from '../../../src/report/format.ts';
import { REFUSAL_WORDS } from '../../../src/report/refusal-words.ts';
import type { RefusedGroup } from '../../../src/surfaces/view/protocol.ts';
import { refusedAddress } from '../data/address.ts';
import { useData } from '../data/use-data.ts';
import { CandidateLink } from '../parts/candidate-link.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Load } from '../parts/load.tsx';
import { Panel } from '../parts/panel.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/evidence.css';

/** What was turned away: attempts to cheat, refusals before judging, and what the oracle and the rule rejected. */
export function RefusedView({ run }: ViewProps): JSX.Element {
  const refused = useData(refusedAddress(run), run);
  return (
    <Load of={refused} height={640}>
      {(groups) => (
        <>
          <header class="view-head">
            <h1>Refused</h1>
            <p class="muted">{totals(groups)}</p>
          </header>
          {groups.length === 0 ? (
            <EmptyState
              title="Nothing was turned away"
              detail="So far no proposal was refused, and no candidate rejected."
            />
          ) : (
            <div class="stack">
              {KINDS.map((kind) => (
                <Groups
                  key={kind.kind}
                  run={run}
                  kind={kind}
                  groups={groups.filter((group) => group.kind === kind.kind)}
                />
              ))}
            </div>
          )}
        </>
      )}
    </Load>
  );
}

interface Kind {
  readonly kind: RefusedGroup['kind'];
  readonly title: string;
  readonly detail: string;
  /** Said where there was none; null leaves the kind out. */
  readonly none: string | null;
}

/** The gravest first. */
const KINDS: readonly Kind[] = [
  {
    kind: 'cheating',
    title: 'Possible attempts to cheat',
    detail:
      'Candidates that broke the rules of the channel on which the oracle asks them. Many do so by accident; each is worth a look.',
    none: 'No candidate broke the rules of the channel on which the oracle asks.',
  },
  {
    kind: 'refusal',
    title: 'Before judging',
    detail: 'Proposals that broke a rule of the task, or brought nothing new. None cost an evaluation.',
    none: null,
  },
  {
    kind: 'rejection',
    title: 'By the oracle and the acceptance rule',
    detail: 'Candidates that answered wrongly, crashed, took too long, or were right but no better.',
    none: null,
  },
];

function totals(groups: readonly RefusedGroup[]): string {
  const count = (kind: RefusedGroup['kind']): number =>
    groups.filter((group) => group.kind === kind).reduce((sum, group) => sum + group.count, 0);
  return `${formatAmount(count('cheating'), 'possible attempt')} to cheat, ${formatCount(count('refusal'))} refused before judging, ${formatCount(count('rejection'))} rejected afterwards.`;
}

function Groups(props: {
  readonly run: string;
  readonly kind: Kind;
  readonly groups: readonly RefusedGroup[];
}): JSX.Element | null {
  const { run, kind, groups } = props;
  if (groups.length === 0 && kind.none === null) return null;
  const sorted = groups.toSorted((left, right) => right.count - left.count);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={kind.title} aside={all === 0 ? undefined : formatCount(all)}>
      <p class="muted prose">{all === 0 ? kind.none : kind.detail}</p>
      <ul class="refused-groups">
        {sorted.map((group) => (
          <Group key={group.label} run={run} group={group} largest={sorted[0]!.count} />
        ))}
      </ul>
    </Panel>
  );
}

function Group(props: {
  readonly run: string;
  readonly group: RefusedGroup;
  readonly largest: number;
}): JSX.Element {
  const { run, group, largest } = props;
  const [open, setOpen] = useState(group.kind === 'cheating');
  const width = `${Math.max(0.5, (100 * group.count) / largest)}%`;
  return (
    <li>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <b class="refused-count">{formatCount(group.count)}</b>
          <span class="refused-label">
            <bdi>{labelOf(group)}</bdi>
            <span class="refused-bar" aria-hidden="true">
              <i class={`refused-${group.kind}`} style={{ width }} />
            </span>
          </span>
        </summary>
        {open ? <Examples run={run} group={group} /> : null}
      </details>
    </li>
  );
}

function labelOf({ kind, label }: RefusedGroup): string {
  return kind === 'refusal' && Object.hasOwn(REFUSAL_WORDS, label)
    ? REFUSAL_WORDS[label as RefusalKind]
    : label;
}

function Examples({ run, group }: { readonly run: string; readonly group: RefusedGroup }): JSX.Element {
  const { examples, count } = group;
  const more = count - examples.length;
  return (
    <ol class="examples">
      {examples.map(({ number, summary, reason }) => (
        <li key={number}>
          <span class="example-number">
            <CandidateLink run={run} number={number} />
          </span>
          <div>
            {summary === '' ? null : (
              <p class="example-change">
                <bdi class="code">{summary}</bdi>
              </p>
            )}
            <p class="reason">
              <bdi>{reason}</bdi>
            </p>
          </div>
        </li>
      ))}
      {more > 0 ? <li class="muted example-more">and {formatCount(more)} like these</li> : null}
    </ol>
  );
}
