import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { RefusalKind, RunEvent } from '../../kernel/event.ts';
import { gain } from '../../kernel/objective.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState, foldRun, screenedScore, scoreGrade } from '../../kernel/run-state.ts';
import type { StageTable } from '../../kernel/certificate.ts';
import type { SandboxStamp, Verdict } from '../../kernel/verdict.ts';
import { metricOf } from '../../kernel/verdict.ts';
import { createStageClock } from '../../acceptance/certificate/stages.ts';
import { attestationBeside } from '../../ledger/attestation.ts';
import { createClock } from '../../report/active-clock.ts';
import type { Refusal, Rejection, RejectionLabel } from '../../report/history.ts';
import { outcomeOf } from '../../report/outcome.ts';
import { rejectionLabel, rejectionOf, shortProvenance } from '../../report/rejection.ts';
import type { Tally } from '../../report/tally.ts';
import { createTally } from '../../report/tally.ts';
import { plainLine } from '../../kernel/plain-line.ts';
import type { CandidateTable, RowOutcome } from './candidate-table.ts';
import { createCandidateTable } from './candidate-table.ts';
import type { FrontRecorder } from './front-recorder.ts';
import { createFrontRecorder } from './front-recorder.ts';
import type { CurveRecorder } from './curve.ts';
import { createCurve } from './curve.ts';
import { createGrowingNumbers } from './growing-numbers.ts';
import { environmentSecrets } from '../environment-secrets.ts';
import type { ProposerTally } from './proposer-tally.ts';
import { createProposerTally } from './proposer-tally.ts';
import type { ApprovalRecord } from './approval-record.ts';
import { createApprovalRecord } from './approval-record.ts';
import type { Span } from './spans.ts';
import { createSpans } from './spans.ts';
import type { RecentNumbers } from './recent-numbers.ts';
import { createRecentNumbers } from './recent-numbers.ts';
import type { SummaryIndex } from './summary-index.ts';
import { createSummaryIndex } from './summary-index.ts';

/** What the entries so far come to, in a few numbers a candidate and bounded room beside. */
export interface RunFold {
  readonly observe: (entry: StoredEntry) => void;
  readonly state: () => RunState;
  readonly head: () => { readonly sequence: number; readonly hash: string } | null;
  readonly startedAt: () => string | null;
  /** At work, interruptions left out. */
  readonly seconds: () => number;
  /** Seconds of work at which an evaluation had been counted. */
  readonly secondsAt: (evaluation: number) => number;
  readonly candidates: CandidateTable;
  /** By number, in what proposers said of their candidates. */
  readonly summaries: Pick<SummaryIndex, 'find'>;
  /** Null with a single objective. */
  readonly front: () => FrontRecorder | null;
  /** Numbers in the order they were decided. */
  readonly decided: RecentNumbers;
  readonly incumbent: CurveRecorder;
  readonly bestVisible: CurveRecorder;
  readonly heldOut: ReadonlyMap<string, CurveRecorder>;
  readonly rejections: () => Tally<RejectionLabel, Rejection>;
  readonly refusals: () => Tally<RefusalKind, Refusal>;
  readonly proposers: () => readonly ProposerTally[];
  readonly stages: () => StageTable;
  readonly spans: () => readonly Span[];
  readonly approvals: Pick<ApprovalRecord, 'askedAt' | 'given'>;
  readonly sandbox: () => SandboxStamp | null;
  readonly signed: () => boolean;
}

/** Folds a run's entries, in their order, into what its page shows. */
export function createRunFold(): RunFold {
  let state: RunState = emptyRunState;
  let head: { readonly sequence: number; readonly hash: string } | null = null;
  let best: number | null = null;
  let sandbox: SandboxStamp | null = null;
  let signed = false;
  const clock = createClock();
  const candidates = createCandidateTable();
  const summaries = createSummaryIndex();
  let front: FrontRecorder | null = null;
  const decided = createRecentNumbers();
  const evaluationSeconds = createGrowingNumbers(Float32Array);
  const known = environmentSecrets(process.env);
  const incumbent = createCurve();
  const bestVisible = createCurve();
  const heldOut = new Map<string, CurveRecorder>();
  const proposers = createProposerTally();
  const stages = createStageClock();
  const spans = createSpans();
  const approvals = createApprovalRecord();
  const rejections = createTally<RejectionLabel, Rejection>({ groups: 40, examples: 5, aspect: reasonOf });
  const refusals = createTally<RefusalKind, Refusal>({ groups: 12, examples: 5, aspect: detailOf });

  const recordHeldOut = (): void => {
    const { task, incumbent: kept } = state;
    if (task === null || kept === null) return;
    for (const { name, metric } of task.slices.heldOut) {
      const value = metric === null ? null : metricOf(kept.fresh, name, metric);
      if (value === null) continue;
      const curve = heldOut.get(name) ?? createCurve();
      heldOut.set(name, curve);
      curve.record(state.spending.evaluations, value);
    }
  };
  const recordScore = (score: number | null, kept: boolean): void => {
    const { evaluations } = state.spending;
    const objective = state.task?.objectives[0];
    if (score === null || objective === undefined) return;
    if (kept) incumbent.record(evaluations, score);
    if (best !== null && gain(objective, score, best) <= 0) return;
    best = score;
    bestVisible.record(evaluations, score);
  };
  const recordPoint = (number: number, screened: Verdict | null, kept: boolean): void => {
    if (front === null || screened?.status !== 'pass') return;
    const values = state.task!.objectives.map(({ slice, metric }) => metricOf(screened, slice, metric));
    if (values.every((value) => value !== null)) front.add({ number, values, kept });
  };
  const recordDecision = (
    before: RunState,
    event: Extract<RunEvent, { type: 'candidate-decided' }>,
  ): void => {
    const { open, task } = before;
    if (open === null || task === null) return;
    const score = open.screened === null ? null : screenedScore(task, open.screened);
    const outcome = outcomeOf(before, event)!;
    const { decision } = event;
    // `refused` is an outcome of proposals alone.
    candidates.settle(open.candidate.number, score, outcome as RowOutcome);
    decided.push(open.candidate.number);
    recordPoint(open.candidate.number, open.screened, decision.kind === 'keep');
    proposers.add(open.candidate.provenance.proposer, decision.kind === 'keep');
    recordScore(score, decision.kind === 'keep');
    if (decision.kind === 'keep') return recordHeldOut();
    const scored = { score, scoreGrade: open.screened === null ? null : scoreGrade(task, open.screened) };
    const label = rejectionLabel(before, outcome, decision);
    rejections.add(
      JSON.stringify(label),
      label,
      rejectionOf(before, state.spending.evaluations, scored, decision),
    );
  };

  return {
    observe(entry) {
      const { event, sequence, hash } = entry;
      const before = state;
      state = foldRun(before, event);
      head = { sequence, hash };
      clock.observe(entry);
      stages.observe(entry);
      spans.observe(entry);
      approvals.observe(entry);
      while (evaluationSeconds.length() <= state.spending.evaluations)
        evaluationSeconds.push(clock.seconds());
      if (event.type === 'run-started') {
        signed = attestationBeside(entry) !== null;
        candidates.open(event.baseline, 'baseline');
        summaries.add(0, event.baseline.provenance.summary);
        if (event.task.objectives.length > 1) front = createFrontRecorder(event.task.objectives);
      }
      if (event.type === 'sandbox-proved') sandbox = event.sandbox;
      if (event.type === 'baseline-judged') {
        const score = screenedScore(state.task!, event.screened);
        candidates.settle(0, score, 'baseline');
        recordScore(score, true);
        recordPoint(0, event.screened, true);
        recordHeldOut();
      }
      if (event.type === 'candidate-proposed' || event.type === 'candidate-reopened')
        candidates.open(event.candidate, 'open');
      if (event.type === 'candidate-proposed')
        summaries.add(event.candidate.number, event.candidate.provenance.summary);
      if (event.type === 'candidate-reopened') front?.remove(event.candidate.number);
      if (event.type === 'candidate-decided') recordDecision(before, event);
      if (event.type === 'proposal-refused') {
        refusals.add(event.kind, event.kind, refusalOf(event, known));
        if (event.provenance !== null) proposers.add(event.provenance.proposer, false);
      }
    },
    state: () => state,
    head: () => head,
    startedAt: clock.startedAt,
    seconds: clock.seconds,
    secondsAt: (evaluation) => evaluationSeconds.at(evaluation),
    candidates,
    summaries,
    front: () => front,
    decided,
    incumbent,
    bestVisible,
    heldOut,
    rejections: rejections.tally,
    refusals: refusals.tally,
    proposers: proposers.tallies,
    stages: stages.table,
    spans: spans.latest,
    approvals,
    sandbox: () => sandbox,
    signed: () => signed,
  };
}

function refusalOf(
  event: Extract<RunEvent, { type: 'proposal-refused' }>,
  known: readonly string[],
): Refusal {
  const { number, provenance, detail, duplicateOf } = event;
  return {
    number,
    provenance: provenance === null ? null : shortProvenance(provenance),
    // No secret that is cut here can reach into what stays.
    detail: plainLine(detail.slice(0, 2000), 300, known),
    duplicateOf,
  };
}

function reasonOf(rejection: Rejection): string {
  return rejection.reason;
}

function detailOf(refusal: Refusal): string {
  return refusal.detail;
}
