import type { RunEvent } from '../kernel/event.ts';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { gain } from '../kernel/objective.ts';
import type { RunState } from '../kernel/run-state.ts';
import { emptyRunState, foldRun, SCREENING_INPUTS, scoreGrade, screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { attestationBeside } from '../ledger/attestation.ts';
import { createClock } from './active-clock.ts';
import { createExcerpt } from './excerpt.ts';
import type { Milestone, Refusal, Rejection, RejectionLabel, RunHistory } from './history.ts';
import type { Scored } from './lineage.ts';
import { createLineage } from './lineage.ts';
import { baselineMilestone, incumbentMilestone } from './milestone.ts';
import { createOperatorTally } from './operator-tally.ts';
import { countOutcome, noOutcomes, outcomeOf, uncountOutcome } from './outcome.ts';
import { createTimeline } from './outcome-timeline.ts';
import { rejectionLabel, rejectionOf, shortProvenance } from './rejection.ts';
import { createStepCurve } from './step-curve.ts';
import { createTally } from './tally.ts';
import { capped } from './text.ts';

const CURVE_POINTS = 1000;
const TIMELINE_BUCKETS = 96;
const KEEPS = 100;

/**
 * Folds a run's ledger, from its first entry, into what a report shows. One pass; the result is of bounded size, the fold
 * itself remembers one line a candidate to be able to tell the winner's lineage.
 */
export function foldHistory(entries: Iterable<StoredEntry>): RunHistory {
  const recorder = createHistoryRecorder();
  for (const entry of entries) recorder.observe(entry);
  return recorder.history();
}

/** The same fold, entry by entry, for a run that is still going. */
export function createHistoryRecorder(): {
  readonly observe: (entry: StoredEntry) => void;
  readonly history: () => RunHistory;
} {
  let state: RunState = emptyRunState;
  let outcomes = noOutcomes;
  let facts: Facts = noFacts;
  let baseline: Milestone | null = null;
  const clock = createClock();
  const incumbents = createStepCurve(CURVE_POINTS);
  const bestVisible = createStepCurve(CURVE_POINTS);
  const timeline = createTimeline(TIMELINE_BUCKETS);
  const keeps = createExcerpt<Milestone>(KEEPS);
  const lineage = createLineage();
  const operators = createOperatorTally();
  const rejections = createTally<RejectionLabel, Rejection>({ groups: 24, examples: 3, aspect: reasonOf });
  const temptations = createTally<null, Rejection>({ groups: 1, examples: 6, aspect: numberOf });
  const refusals = createTally<RunEventRefusal, Refusal>({ groups: 12, examples: 3, aspect: detailOf });
  let best: number | null = null;
  /** The baseline on the inputs of the decision in hand. */
  let baselineBeside: Verdict | null = null;

  const recordBest = (after: RunState, score: number | null): void => {
    const evaluation = after.spending.evaluations;
    bestVisible.extend(evaluation);
    incumbents.extend(evaluation);
    const objective = after.task?.objectives[0];
    if (score === null || objective === undefined) return;
    if (best === null || gain(objective, score, best) > 0) {
      best = score;
      bestVisible.record(evaluation, score);
    }
  };

  const recordDecision = (before: RunState, after: RunState, event: DecidedEvent): void => {
    const { open, task } = before;
    if (open === null || task === null) return;
    const scored = scoredBy(task, open.screened);
    const { score } = scored;
    const outcome = outcomeOf(before, event)!;
    lineage.add(open.candidate, scored, outcome);
    operators.add(open.candidate.provenance, outcome);
    recordBest(after, score);
    if (event.decision.kind === 'keep') {
      if (score !== null) incumbents.record(after.spending.evaluations, score);
      const milestone = incumbentMilestone(after, clock.seconds(), event.decision, baselineBeside);
      if (milestone !== null) keeps.add(milestone);
      return;
    }
    const rejection = rejectionOf(before, after.spending.evaluations, scored, event.decision);
    const label = rejectionLabel(before, outcome, event.decision);
    rejections.add(JSON.stringify(label), label, rejection);
    const objective = task.objectives[0]!;
    const tempting =
      score !== null && rejection.incumbent !== null && gain(objective, score, rejection.incumbent) > 0;
    if (tempting) temptations.add('', null, rejection);
  };

  return {
    observe(entry) {
      const { event } = entry;
      const before = state;
      state = foldRun(before, event);
      clock.observe(entry);
      facts = foldFacts(facts, entry);
      const outcome = outcomeOf(before, event);
      if (outcome !== null) {
        outcomes = countOutcome(outcomes, outcome);
        timeline.add(outcome);
      }
      if (event.type === 'baseline-judged') {
        baseline = baselineMilestone(state, clock.seconds());
        const score = screenedScore(state.task!, event.screened);
        if (score !== null) incumbents.record(0, score);
        recordBest(state, score);
      }
      if (event.type === 'candidate-measured') recordBest(state, null);
      if (event.type === 'candidate-proposed') baselineBeside = null;
      if (event.type === 'candidate-judged' && isBaselineBeside(event)) baselineBeside = event.verdict;
      if (event.type === 'candidate-decided') recordDecision(before, state, event);
      if (event.type === 'proposal-refused') {
        refusals.add(event.kind, event.kind, refusalOf(event));
        if (event.provenance !== null) operators.add(event.provenance, 'refused');
      }
      if (event.type === 'candidate-reopened') {
        const previous = lineage.outcomeOf(event.number);
        if (previous !== null) outcomes = uncountOutcome(outcomes, previous);
      }
    },
    history: () => ({
      ...facts,
      state,
      startedAt: clock.startedAt(),
      endedAt: clock.endedAt(),
      seconds: clock.seconds(),
      outcomes,
      incumbents: incumbents.curve(),
      bestVisible: bestVisible.curve(),
      timeline: timeline.buckets(),
      baseline,
      keeps: keeps.excerpt(),
      lineage: lineage.to(state.incumbent?.candidate.number ?? 0),
      rejections: rejections.tally(),
      refusals: refusals.tally(),
      temptations: temptations.tally(),
      operators: operators.tallies(),
    }),
  };
}

function scoredBy(task: Task, screened: Verdict | null): Scored {
  if (screened === null) return { score: null, scoreGrade: null };
  return { score: screenedScore(task, screened), scoreGrade: scoreGrade(task, screened) };
}

type DecidedEvent = Extract<RunEvent, { type: 'candidate-decided' }>;
type JudgedEvent = Extract<RunEvent, { type: 'candidate-judged' }>;
type RefusedEvent = Extract<RunEvent, { type: 'proposal-refused' }>;
type RunEventRefusal = RefusedEvent['kind'];

/** The facts that a single event states. */
type Facts = Pick<
  RunHistory,
  'version' | 'sandbox' | 'sandboxProbes' | 'oracleProbes' | 'oracleSeed' | 'attestation' | 'head'
>;

const noFacts: Facts = {
  version: null,
  sandbox: null,
  sandboxProbes: [],
  oracleProbes: [],
  oracleSeed: null,
  attestation: null,
  head: null,
};

function foldFacts(facts: Facts, entry: StoredEntry): Facts {
  const { event, sequence, hash, replay } = entry;
  const head = { sequence, hash, replay };
  if (event.type === 'run-started')
    return { ...facts, head, version: event.version, attestation: attestationBeside(entry) };
  if (event.type === 'sandbox-proved')
    return { ...facts, head, sandbox: event.sandbox, sandboxProbes: event.probes };
  if (event.type === 'oracle-proved') return { ...facts, head, oracleProbes: event.probes };
  if (event.type === 'seed-revealed') return { ...facts, head, oracleSeed: event.oracleSeed };
  return { ...facts, head };
}

function isBaselineBeside({ judged, verdict }: JudgedEvent): boolean {
  return judged === 0 && verdict.mode === 'fresh' && verdict.inputs !== SCREENING_INPUTS;
}

function refusalOf(event: RefusedEvent): Refusal {
  return {
    number: event.number,
    provenance: event.provenance === null ? null : shortProvenance(event.provenance),
    detail: capped(event.detail, 300),
    duplicateOf: event.duplicateOf,
  };
}

function reasonOf(rejection: Rejection): string {
  return rejection.reason;
}

function numberOf(rejection: Rejection): string {
  return String(rejection.number);
}

function detailOf(refusal: Refusal): string {
  return refusal.detail;
}
