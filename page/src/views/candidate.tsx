import type { JSX } from 'preact';

import type { CandidateDetail } from '../../../src/surfaces/view/protocol.ts';
import { candidateAddress, overviewAddress } from '../data/address.ts';
import { useKeys } from '../data/keys.ts';
import { go, routeHref } from '../data/route.ts';
import { useData } from '../data/use-data.ts';
import { OutcomeBadge } from '../parts/badge.tsx';
import { CandidateCalls } from '../parts/candidate-calls.tsx';
import { CandidateChecks } from '../parts/candidate-checks.tsx';
import { CandidateDecision } from '../parts/candidate-decision.tsx';
import { CandidateDiff } from '../parts/candidate-diff.tsx';
import { CandidateFacts } from '../parts/candidate-facts.tsx';
import { CandidateFigures } from '../parts/candidate-figures.tsx';
import { CandidateLink } from '../parts/candidate-link.tsx';
import { Load } from '../parts/load.tsx';
import type { ViewProps } from './index.ts';

import '../style/view.css';
import '../style/evidence.css';

/** One candidate: what it changed, why it was kept or not, and on which evidence. Without a number, the incumbent. */
export function CandidateView({ run, subject, query }: ViewProps): JSX.Element {
  const detail = useData(candidateAddress(run, subject ?? 'best'), run);
  const known = detail.state === 'ready' ? detail.data : null;
  const number = known?.number ?? (/^\d+$/.test(subject ?? '') ? Number(subject) : null);
  const step = (by: number): void => {
    if (number !== null) go(routeHref(run, 'candidate', Math.max(0, number + by), query), 'replace');
  };
  useKeys([
    { key: 'j', does: 'next candidate', run: () => step(1) },
    { key: 'k', does: 'previous candidate', run: () => step(-1) },
  ]);
  return (
    <div class="candidate">
      <header class="evidence-head">
        <div class="view-title">
          <h1>{titleOf(number)}</h1>
          {known === null ? null : <OutcomeBadge outcome={outcomeOf(known)} />}
          {/* Not part of what is loaded: the focus stays while one steps on, also past the last one and back. */}
          <Steps number={number} step={step} />
        </div>
        {known === null ? null : <Origin run={run} detail={known} />}
      </header>
      <Load of={detail} height={900}>
        {(data) => <Candidate run={run} detail={data} query={query} />}
      </Load>
    </div>
  );
}

function titleOf(number: number | null): string {
  if (number === null) return 'Candidate';
  return number === 0 ? 'Baseline' : `Candidate ${number}`;
}

function Candidate(props: {
  readonly run: string;
  readonly detail: CandidateDetail;
  readonly query: ViewProps['query'];
}): JSX.Element {
  const { run, detail, query } = props;
  const overview = useData(overviewAddress(run));
  const task = overview.state === 'ready' ? overview.data : null;
  return (
    <div class="with-side">
      <div class="stack">
        <CandidateDecision detail={detail} task={task} />
        {detail.tree === '' ? null : <CandidateDiff run={run} detail={detail} query={query} />}
        <CandidateFigures detail={detail} task={task} />
        <CandidateChecks detail={detail} />
        {asksModels(detail) ? <CandidateCalls run={run} number={detail.number} /> : null}
      </div>
      <CandidateFacts run={run} detail={detail} />
    </div>
  );
}

function asksModels({ provenance: { model, author } }: CandidateDetail): boolean {
  return model !== undefined || author?.kind === 'model';
}

function Steps(props: { readonly number: number | null; readonly step: (by: number) => void }): JSX.Element {
  const { number, step } = props;
  return (
    <span class="step-buttons">
      <button
        type="button"
        class="button button-small"
        onClick={() => step(-1)}
        disabled={number === null || number === 0}
        title="k"
      >
        ‹ Previous
      </button>
      <button
        type="button"
        class="button button-small"
        onClick={() => step(1)}
        disabled={number === null}
        title="j"
      >
        Next ›
      </button>
    </span>
  );
}

/** What it is, who made it, and from what. */
function Origin({
  run,
  detail: { provenance, parents, children },
}: {
  readonly run: string;
  readonly detail: CandidateDetail;
}): JSX.Element {
  return (
    <>
      <p class="lead">
        <bdi>{provenance.summary}</bdi>
      </p>
      <p class="muted">
        <bdi>
          {provenance.proposer} · {provenance.operator}
        </bdi>
        {parents.length === 0 ? null : (
          <>
            {' '}
            · from <Numbers run={run} numbers={parents} />
          </>
        )}
        {children.length === 0 ? null : (
          <>
            {' '}
            · led to <Numbers run={run} numbers={children} />
          </>
        )}
      </p>
    </>
  );
}

const MOST_NUMBERS = 12;

function Numbers({
  run,
  numbers,
}: {
  readonly run: string;
  readonly numbers: readonly number[];
}): JSX.Element {
  const rest = numbers.length - MOST_NUMBERS;
  return (
    <>
      {numbers.slice(0, MOST_NUMBERS).map((number, index) => (
        <span key={number}>
          {index > 0 ? ', ' : ''}
          <CandidateLink run={run} number={number} />
        </span>
      ))}
      {rest > 0 ? ` and ${rest} more` : ''}
    </>
  );
}

function outcomeOf({ number, decision, refusal, verdicts }: CandidateDetail): string {
  if (decision !== null) return decision.kind;
  if (refusal !== null) return 'refused';
  if (number === 0) return 'baseline';
  return verdicts.length > 0 ? 'undecided' : 'not judged yet';
}
