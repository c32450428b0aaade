import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CheckResult, SandboxStamp, VerdictStatus } from '../../../src/kernel/verdict.ts';
import { gradeOf } from '../../../src/kernel/verdict.ts';
import { significant } from '../../../src/report/certificate/numbers.ts';
import type { CandidateDetail } from '../../../src/surfaces/view/protocol.ts';
import { candidateName } from '../data/candidate-name.ts';
import type { BadgeTone } from './badge.tsx';
import { Badge } from './badge.tsx';
import { Evidence } from './evidence.tsx';
import { Grade } from './grade.tsx';
import { Panel } from './panel.tsx';

type Judgement = CandidateDetail['verdicts'][number];

const FIRST_SHOWN = 8;

/** Every verdict that this candidate's decision rests on, with each check, its evidence and the sandbox it ran in. */
export function CandidateChecks({ detail }: { readonly detail: CandidateDetail }): JSX.Element | null {
  const { number, verdicts } = detail;
  const [all, setAll] = useState(false);
  if (verdicts.length === 0) return null;
  const opened = openedAtFirst(number, verdicts);
  const shown = all ? verdicts : firstWith(verdicts, opened);
  return (
    <Panel
      title="Checks"
      aside={
        <span class="muted">{verdicts.length === 1 ? 'one verdict' : `${verdicts.length} verdicts`}</span>
      }
    >
      <div class="verdicts">
        {shown.map((judgement) => (
          <Verdict
            key={verdicts.indexOf(judgement)}
            judgement={judgement}
            own={judgement.judged === number}
            open={judgement === opened}
          />
        ))}
      </div>
      {shown.length < verdicts.length ? (
        <button type="button" class="button" onClick={() => setAll(true)}>
          Show all {verdicts.length} verdicts
        </button>
      ) : null}
    </Panel>
  );
}

/** The first that did not pass; else the last of the candidate itself in a sandbox of its own; else the last. */
function openedAtFirst(number: number, verdicts: readonly Judgement[]): Judgement {
  const own = verdicts.filter(({ judged }) => judged === number);
  return (
    own.find(({ verdict }) => verdict.status !== 'pass') ??
    own.findLast(({ verdict }) => verdict.mode === 'fresh') ??
    own.at(-1) ??
    verdicts.at(-1)!
  );
}

function firstWith(verdicts: readonly Judgement[], one: Judgement): readonly Judgement[] {
  const first = verdicts.slice(0, FIRST_SHOWN);
  return first.includes(one) ? first : [...first.slice(0, -1), one];
}

const TONES: { readonly [status in VerdictStatus]: BadgeTone } = {
  pass: 'good',
  fail: 'bad',
  crash: 'bad',
  timeout: 'warning',
  refused: 'warning',
};

const MARKS: { readonly [status in VerdictStatus]: string } = {
  pass: '✓ pass',
  fail: '✗ fail',
  crash: '✗ crash',
  timeout: '◷ timeout',
  refused: '⊘ refused',
};

function Verdict(props: {
  readonly judgement: Judgement;
  readonly own: boolean;
  readonly open: boolean;
}): JSX.Element {
  const { judgement, own, open } = props;
  const { verdict, judged, milliseconds } = judgement;
  return (
    <details class="verdict" open={open}>
      <summary>
        <Badge tone={TONES[verdict.status]}>{MARKS[verdict.status]}</Badge>
        <span class="verdict-who">{own ? 'this candidate' : candidateName(judged)}</span>
        <span class="verdict-inputs muted">
          {verdict.mode} · <bdi>{verdict.inputs}</bdi>
        </span>
        <span class="verdict-figures">{figuresOf(verdict.checks)}</span>
        <span class="muted verdict-time">
          {milliseconds === null ? '' : significant(milliseconds, 'ms', 3)}
        </span>
      </summary>
      <div class="verdict-body">
        {verdict.reason === null || verdict.checks.some(({ reason }) => reason !== null) ? null : (
          <p class="reason">
            <bdi>{verdict.reason}</bdi>
          </p>
        )}
        {verdict.checks.map((check, index) => (
          <Check key={index} check={check} />
        ))}
        <div class="sandbox-line">
          <Grade grade={gradeOf(verdict)} />
          <Sandbox sandbox={verdict.sandbox} />
        </div>
      </div>
    </details>
  );
}

function figuresOf(checks: readonly CheckResult[]): string {
  const figures = checks.flatMap(({ slice, metrics }) =>
    Object.entries(metrics).map(([metric, value]) => ({ slice, metric, value })),
  );
  // One metric on several slices is told apart by the slice.
  const several = new Set(figures.map(({ metric }) => metric)).size < figures.length;
  return figures
    .slice(0, 4)
    .map(({ slice, metric, value }) => `${several ? slice : metric} ${significant(value, '', 5)}`)
    .join('  ');
}

function Check({ check }: { readonly check: CheckResult }): JSX.Element {
  const {
    status,
    slice,
    visibility,
    grade,
    questions,
    metrics,
    reason,
    evidence,
    transcript,
    reads,
    dependence,
  } = check;
  return (
    <section class={`check check-${status}`}>
      <header>
        <Badge tone={TONES[status]}>{MARKS[status]}</Badge>
        <h3>
          <bdi>{check.check}</bdi>
        </h3>
        <span class="muted">
          {slice}
          {visibility === 'held-out' ? ', held out' : ''} · {questions}{' '}
          {questions === 1 ? 'question' : 'questions'}
          {reads === undefined ? '' : ` · reading ${reads}`}
        </span>
        <Grade grade={grade} />
      </header>
      {reason === null ? null : (
        <p class="reason">
          <bdi>{reason}</bdi>
        </p>
      )}
      <dl class="metrics">
        {Object.entries(metrics).map(([metric, value]) => (
          <div key={metric}>
            <dt>{metric}</dt>
            <dd>{significant(value, '', 6)}</dd>
          </div>
        ))}
      </dl>
      {evidence === null ? null : (
        <>
          <h4>{status === 'pass' ? 'What it shows for it' : 'Counterexample'}</h4>
          <Evidence value={evidence} />
        </>
      )}
      {dependence === undefined ? null : <p class="muted">Not graded independent: {dependence.join('; ')}</p>}
      <p class="transcript">
        <span class="muted">transcript</span> <code title={transcript}>{transcript.slice(0, 16)}</code>
      </p>
    </section>
  );
}

const LEVELS: { readonly [level in SandboxStamp['level']]: string } = {
  1: 'a kernel user of its own, limited by a control group',
  2: 'an ordinary user with a delegated control group',
  3: 'an ordinary user with resource limits only',
  none: 'no isolation',
};

function Sandbox({ sandbox }: { readonly sandbox: SandboxStamp }): JSX.Element {
  const { level, mechanism, profile } = sandbox;
  return level === 'none' ? (
    <Badge tone="bad">judged without a sandbox</Badge>
  ) : (
    <span class="muted" title={`profile ${profile}`}>
      {mechanism}, level {level}: {LEVELS[level]} · profile <code>{profile.slice(0, 12)}</code>
    </span>
  );
}
