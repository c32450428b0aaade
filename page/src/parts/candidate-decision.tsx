import type { JSX } from 'preact';

import type { Comparison, Decision, GuardTest, PairedTest } from '../../../src/kernel/decision.ts';
import { signed, significant } from '../../../src/report/certificate/numbers.ts';
import type { ComparisonState } from '../../../src/report/comparison-words.ts';
import { comparisonState, demandedOf } from '../../../src/report/comparison-words.ts';
import { REFUSAL_WORDS } from '../../../src/report/refusal-words.ts';
import type { CandidateDetail, Overview } from '../../../src/surfaces/view/protocol.ts';
import { wilsonInterval } from '../data/statistics.ts';
import { Badge } from './badge.tsx';
import { EvidenceMeter } from './evidence-meter.tsx';
import { Panel } from './panel.tsx';
import { Table } from './table.tsx';

/** Why it was kept or refused: the rule's sentence, what was compared, and the test on pairs where there was one. */
export function CandidateDecision(props: {
  readonly detail: CandidateDetail;
  readonly task: Overview | null;
  /** The decision still waits for a person. */
  readonly waits?: boolean;
}): JSX.Element {
  const { detail, task, waits = false } = props;
  const { decision, refusal } = detail;
  if (refusal !== null)
    return (
      <Panel title="Why it was refused">
        <p>{REFUSAL_WORDS[refusal.kind]}:</p>
        <p class="reason">
          <bdi>{refusal.detail}</bdi>
        </p>
        <p class="muted">Refused before it was judged: it cost no evaluation.</p>
      </Panel>
    );
  if (decision === null) return <Undecided detail={detail} />;
  return (
    <Panel
      title={waits ? 'Why the rule would keep it' : TITLES[decision.kind]}
      aside={<span class="muted">by the rule {decision.rule}</span>}
    >
      <p class="reason">
        <bdi>{decision.reason}</bdi>
      </p>
      {decision.comparisons.length === 0 ? null : <Comparisons decision={decision} task={task} />}
      {decision.test === undefined ? null : <TestOnPairs test={decision.test} />}
    </Panel>
  );
}

const TITLES: { readonly [kind in Decision['kind']]: string } = {
  keep: 'Why it was kept',
  discard: 'Why it was discarded',
  inconclusive: 'Why it is inconclusive',
  crash: 'Why it was not kept',
  escalate: 'Why it was left to a person',
};

function Undecided({ detail }: { readonly detail: CandidateDetail }): JSX.Element {
  const text =
    detail.number === 0
      ? 'This is the unmodified start: everything is measured against it, nothing is decided of it.'
      : 'Nothing was decided of it yet.';
  return (
    <Panel title="Decision">
      <p class="muted">{text}</p>
    </Panel>
  );
}

function Comparisons({
  decision,
  task,
}: {
  readonly decision: Decision;
  readonly task: Overview | null;
}): JSX.Element {
  const unit = ({ metric }: Comparison): string =>
    task?.objectives.find((item) => item.metric === metric)?.unit ?? '';
  return (
    <Table
      label="What was compared"
      rows={decision.comparisons}
      keyOf={(row) => `${row.slice} ${row.metric} ${row.against}`}
      columns={[
        {
          title: 'metric',
          wide: true,
          cell: (row) => (
            <>
              <bdi>{row.metric}</bdi> <span class="muted">{besideMetric(row.slice, unit(row))}</span>
            </>
          ),
        },
        { title: 'candidate', kind: 'figure', cell: (row) => significant(row.candidate, '', 6) },
        {
          title: 'reference',
          kind: 'figure',
          minor: true,
          cell: (row) => significant(row.reference, '', 6),
        },
        {
          title: 'gain over',
          kind: 'figure',
          cell: (row) => (
            <>
              {signed(row.gain)} <span class="muted">{row.against}</span>
            </>
          ),
        },
        { title: 'demanded', minor: true, cell: (row) => demandedOf(row, (loss) => significant(loss)) },
        {
          title: 'holds',
          cell: (row) => <StateBadge state={comparisonState(row)} />,
        },
      ]}
    />
  );
}

/** Slice and unit, as they stand once beside a metric instead of behind every figure. */
export function besideMetric(slice: string, unit: string): string {
  return unit === '' ? `on ${slice}` : `on ${slice}, ${unit}`;
}

function StateBadge({ state }: { readonly state: ComparisonState }): JSX.Element {
  switch (state) {
    case 'holds':
      return <Badge tone="good">✓ holds</Badge>;
    case 'fails':
      return <Badge tone="bad">✗ fails</Badge>;
    case 'equal':
    case 'shown only':
      return <Badge>{state}</Badge>;
  }
}

function TestOnPairs({ test }: { readonly test: PairedTest }): JSX.Element {
  const {
    stage,
    pairs,
    wins,
    losses,
    ties,
    eValue,
    threshold,
    alpha,
    confirmation,
    furtherPairs,
    guards = [],
  } = test;
  const interval = wilsonInterval(wins, wins + losses);
  return (
    <div class="pair-test">
      <h3>
        Test on pairs, ended {stage === 'screen' ? 'in screening' : `by confirmation ${confirmation ?? ''}`}
      </h3>
      <div class="pair-grid">
        <div>
          <WinBar wins={wins} losses={losses} ties={ties} />
          <p class="muted">
            {wins} won, {losses} lost, {ties} tied of {pairs} pairs
            {interval === null
              ? ''
              : `; won ${significant((100 * wins) / (wins + losses), '', 3)} % of those told apart (95 %: ${significant(100 * interval[0], '', 3)} to ${significant(100 * interval[1], '', 3)})`}
          </p>
        </div>
        <div>
          <EvidenceMeter value={eValue} threshold={threshold} />
          <p class="muted">
            e-value {eValueText(eValue)} of {significant(threshold, '', 3)} needed
            {alpha === null ? '' : `; false-keep probability allowed here ${significant(alpha, '', 3)}`}
            {furtherPairs === null || furtherPairs === 0
              ? ''
              : `; about ${furtherPairs} more pairs would decide`}
          </p>
        </div>
      </div>
      {guards.length === 0 ? null : <Guards guards={guards} threshold={threshold} />}
    </div>
  );
}

/** Evidence multiplies from pair to pair: large values are told by their power of ten. */
function eValueText(value: number): string {
  return value < 1e5 ? significant(value, '', 3) : value.toExponential(1).replace('e+', 'e');
}

/** Pairs won, tied and lost as shares of one bar. */
function WinBar({ wins, losses, ties }: Pick<PairedTest, 'wins' | 'losses' | 'ties'>): JSX.Element {
  const all = Math.max(1, wins + losses + ties);
  const share = (count: number): { width: string } => ({ width: `${(100 * count) / all}%` });
  return (
    <div class="win-bar" aria-hidden="true">
      <i class="win-won" style={share(wins)} />
      <i class="win-tied" style={share(ties)} />
      <i class="win-lost" style={share(losses)} />
    </div>
  );
}

function Guards({
  guards,
  threshold,
}: {
  readonly guards: readonly GuardTest[];
  readonly threshold: number;
}): JSX.Element {
  return (
    <Table
      label="What had to be no worse on the same pairs"
      rows={guards}
      keyOf={(row) => `${row.slice} ${row.metric} ${row.against}`}
      columns={[
        {
          title: 'no worse',
          wide: true,
          cell: (row) => `${row.metric} on ${row.slice}, against the ${row.against}`,
        },
        { title: 'margin', kind: 'figure', cell: (row) => significant(row.margin) },
        { title: 'won, lost', kind: 'figure', minor: true, cell: (row) => `${row.wins}, ${row.losses}` },
        {
          title: 'e-value',
          kind: 'figure',
          cell: (row) => (
            <Badge tone={row.eValue >= threshold ? 'good' : 'warning'}>
              {row.eValue >= threshold ? '✓' : '✗'} {eValueText(row.eValue)}
            </Badge>
          ),
        },
      ]}
    />
  );
}
