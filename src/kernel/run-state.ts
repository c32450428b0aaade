import type { ApprovalRequest } from './approval.ts';
import type { Candidate, Hash, Provenance } from './candidate.ts';
import type { ConfirmationState } from './confirmation.ts';
import type { DecisionKind } from './decision.ts';
import type { RefusalKind, RunEvent, StopReason } from './event.ts';
import type { HeldOutUses } from './held-out.ts';
import { countReadings } from './held-out.ts';
import type { MeasuredNoise, Remeasurement } from './noise.ts';
import type { Task } from './task.ts';
import type { EvidenceGrade, Verdict } from './verdict.ts';
import { metricOf, sliceGrade } from './verdict.ts';

/** A candidate with the verdicts it is compared by. */
export interface Judged {
  readonly candidate: Candidate;
  /** On the inputs every candidate is screened with. */
  readonly screened: Verdict;
  /** On inputs drawn for it alone, held-out slices included. */
  readonly fresh: Verdict;
}

export interface Spending {
  readonly evaluations: number;
  readonly work: number;
  readonly money: number;
}

/** What a run has come to: a fold over its events, of bounded size however many candidates there were. */
export interface RunState {
  readonly phase: 'empty' | 'started' | 'running' | 'finished';
  readonly task: Task | null;
  readonly taskHash: Hash | null;
  readonly oracleSeedCommitment: Hash | null;
  readonly oracleSeedRevealed: boolean;
  readonly baselineCandidate: Candidate | null;
  readonly baseline: Judged | null;
  readonly incumbent: Judged | null;
  /** Highest proposal number that has been decided or refused, or was spent on a measurement. */
  readonly decided: number;
  /** The candidate whose decision is being written. */
  readonly open: {
    readonly candidate: Candidate;
    readonly screened: Verdict | null;
    readonly fresh: Verdict | null;
  } | null;
  /** What a person has to agree to before the open candidate is kept; null where nobody is asked. */
  readonly pending: ApprovalRequest | null;
  readonly decisions: { readonly [kind in DecisionKind]: number };
  readonly refusals: { readonly [kind in RefusalKind]?: number };
  /** Proposals refused in a row: a sign that the search has nothing left. */
  readonly refusedInRow: number;
  /** The same of those that called a model: each one was paid for. */
  readonly paidRefusalsInRow: number;
  readonly spending: Spending;
  /** A proposer could not go on within the budget of money. */
  readonly overBudget: boolean;
  /** Decisions taken by a test of pairs that could have kept the candidate, and those that kept one. */
  readonly confirmations: { readonly made: number; readonly kept: number };
  /** Turns in which an earlier candidate was judged once more. */
  readonly measurements: number;
  readonly contradictions: number;
  /** What was read of held-out slices. */
  readonly heldOut: HeldOutUses;
  /** What the baseline against itself showed; null where no rule asked for it. */
  readonly noise: MeasuredNoise | null;
  /** The last time the incumbent was measured in between; null before the first. */
  readonly remeasured: Remeasurement | null;
  /** How often that found the machine changed, and the incumbent no better than the baseline. */
  readonly remeasurementFindings: { readonly drifted: number; readonly notBetter: number };
  /** What the incumbent came to when it was put to the test again; null when it was not. */
  readonly confirmation: ConfirmationState | null;
  readonly resumes: number;
  readonly finished: { readonly reason: StopReason; readonly detail: string } | null;
}

export const emptyRunState: RunState = {
  phase: 'empty',
  task: null,
  taskHash: null,
  oracleSeedCommitment: null,
  oracleSeedRevealed: false,
  baselineCandidate: null,
  baseline: null,
  incumbent: null,
  decided: 0,
  open: null,
  pending: null,
  decisions: { keep: 0, discard: 0, inconclusive: 0, crash: 0, escalate: 0 },
  refusals: {},
  refusedInRow: 0,
  paidRefusalsInRow: 0,
  spending: { evaluations: 0, work: 0, money: 0 },
  overBudget: false,
  confirmations: { made: 0, kept: 0 },
  measurements: 0,
  contradictions: 0,
  heldOut: {},
  noise: null,
  remeasured: null,
  remeasurementFindings: { drifted: 0, notBetter: 0 },
  confirmation: null,
  resumes: 0,
  finished: null,
};

/** The state after one more event. Pure; unknown orders are the ledger's concern, not the fold's. */
export function foldRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run-started':
      return {
        ...state,
        phase: 'started',
        task: event.task,
        taskHash: event.taskHash,
        oracleSeedCommitment: event.oracleSeedCommitment,
        baselineCandidate: event.baseline,
      };
    case 'baseline-judged': {
      const baseline = { candidate: state.baselineCandidate!, screened: event.screened, fresh: event.fresh };
      const heldOut = countReadings(state.heldOut, state.task, event.fresh);
      return { ...state, phase: 'running', baseline, incumbent: baseline, heldOut };
    }
    case 'repeat-judged': {
      const work = state.spending.work + workOf(event.verdict);
      return { ...state, spending: { ...state.spending, work } };
    }
    case 'noise-measured':
      return { ...state, noise: event.noise };
    case 'incumbent-remeasured':
      return foldRemeasurement(state, event.remeasured);
    case 'candidate-proposed':
      return {
        ...state,
        spending: withMoney(state.spending, event.candidate.provenance),
        open: { candidate: event.candidate, screened: null, fresh: null },
      };
    case 'proposal-refused':
      return {
        ...state,
        decided: Math.max(state.decided, event.number),
        refusals: { ...state.refusals, [event.kind]: (state.refusals[event.kind] ?? 0) + 1 },
        refusedInRow: state.refusedInRow + 1,
        paidRefusalsInRow: state.paidRefusalsInRow + Number(isPaid(event.provenance)),
        spending: withMoney(state.spending, event.provenance),
        overBudget: state.overBudget || event.kind === 'over-budget',
      };
    case 'candidate-judged':
      return foldJudgement(state, event);
    case 'approval-requested': {
      const { decision, against, diff } = event;
      return { ...state, pending: { decision, against, diff } };
    }
    case 'candidate-decided':
      return foldDecision(state, event);
    case 'candidate-measured':
      return foldMeasurement(state, event);
    case 'screening-contradicted':
      return { ...state, contradictions: state.contradictions + 1 };
    case 'candidate-reopened':
      return {
        ...state,
        open: { candidate: event.candidate, screened: null, fresh: null },
        decisions: { ...state.decisions, [event.previous]: state.decisions[event.previous] - 1 },
      };
    case 'run-resumed':
      return {
        ...state,
        phase: state.baseline === null ? 'started' : 'running',
        task: { ...state.task!, budget: event.budget },
        finished: null,
        // What waits for a person goes on to wait; anything else that was open is made again.
        open: state.pending === null ? null : state.open,
        overBudget: false,
        resumes: state.resumes + 1,
      };
    case 'run-finished':
      return { ...state, phase: 'finished', finished: { reason: event.reason, detail: event.detail } };
    case 'reconfirmed': {
      const { number, result } = event;
      return { ...state, confirmation: { number, reconfirmation: result, ablated: 0 } };
    }
    case 'step-ablated': {
      const known = state.confirmation ?? { number: event.number, reconfirmation: null, ablated: 0 };
      return { ...state, confirmation: { ...known, ablated: known.ablated + 1 } };
    }
    case 'confirmation-judged':
      return { ...state, heldOut: countReadings(state.heldOut, state.task, event.verdict) };
    case 'sandbox-proved':
    case 'oracle-proved':
    case 'approval-given':
      return state;
    case 'seed-revealed':
      return { ...state, oracleSeedRevealed: true };
  }
}

/** It took calls of a model, whatever they cost. */
function isPaid(provenance: Provenance | null): boolean {
  return provenance?.model !== undefined;
}

/** Adds what the models of a proposal cost, as far as that is known. */
function withMoney(spending: Spending, provenance: Provenance | null): Spending {
  const money = provenance?.model?.money ?? 0;
  return money === 0 ? spending : { ...spending, money: spending.money + money };
}

function foldJudgement(state: RunState, event: Extract<RunEvent, { type: 'candidate-judged' }>): RunState {
  const { verdict } = event;
  const spending = {
    ...state.spending,
    work: state.spending.work + workOf(verdict),
  };
  const heldOut = countReadings(state.heldOut, state.task, verdict);
  if (state.open === null || event.judged !== state.open.candidate.number)
    return { ...state, spending, heldOut };
  const screening = verdict.inputs === SCREENING_INPUTS;
  const open = screening ? { ...state.open, screened: verdict } : { ...state.open, fresh: verdict };
  return { ...state, spending, heldOut, open };
}

function foldRemeasurement(state: RunState, remeasured: Remeasurement): RunState {
  const { drifted, notBetter } = state.remeasurementFindings;
  const { standing } = remeasured;
  return {
    ...state,
    remeasured,
    remeasurementFindings: {
      drifted: drifted + Number(remeasured.drifted),
      notBetter: notBetter + Number(standing !== null && standing !== 'better'),
    },
  };
}

/** Neither a proposal nor a refusal: a strategy that only measures ends with its budget, not as exhausted. */
function foldMeasurement(
  state: RunState,
  { number, verdict }: Extract<RunEvent, { type: 'candidate-measured' }>,
): RunState {
  const { evaluations, work } = state.spending;
  return {
    ...state,
    decided: Math.max(state.decided, number),
    measurements: state.measurements + 1,
    spending: { ...state.spending, evaluations: evaluations + 1, work: work + workOf(verdict) },
  };
}

function foldDecision(state: RunState, event: Extract<RunEvent, { type: 'candidate-decided' }>): RunState {
  const { kind, test } = event.decision;
  const { open, confirmations } = state;
  const confirmed = test !== undefined && test.confirmation !== null;
  const kept = kind === 'keep' && open?.screened && open.fresh;
  return {
    ...state,
    decided: Math.max(state.decided, event.number),
    open: null,
    pending: null,
    refusedInRow: 0,
    paidRefusalsInRow: isPaid(open?.candidate.provenance ?? null) ? 0 : state.paidRefusalsInRow,
    decisions: { ...state.decisions, [kind]: state.decisions[kind] + 1 },
    confirmations: confirmed
      ? { made: confirmations.made + 1, kept: confirmations.kept + (kind === 'keep' ? 1 : 0) }
      : confirmations,
    spending: { ...state.spending, evaluations: state.spending.evaluations + 1 },
    incumbent: kept
      ? { candidate: open.candidate, screened: open.screened, fresh: open.fresh }
      : state.incumbent,
    confirmation: kept ? null : state.confirmation,
  };
}

/** The label of the inputs every candidate is asked first, the same for all of a run. */
export const SCREENING_INPUTS = 'screening';

/** Work units a verdict cost: the sum of its checks' `work` metrics. */
export function workOf(verdict: Verdict): number {
  return verdict.checks.reduce((sum, check) => sum + (check.metrics['work'] ?? 0), 0);
}

/** The first objective's value on the screening inputs, or null when the candidate did not pass. */
export function screenedScore(task: Task, verdict: Verdict): number | null {
  const objective = task.objectives[0]!;
  return verdict.status === 'pass' ? metricOf(verdict, objective.slice, objective.metric) : null;
}

/** What stands behind that score; null when no check of its slice was run. */
export function scoreGrade(task: Task, verdict: Verdict): EvidenceGrade | null {
  return sliceGrade(verdict, task.objectives[0]!.slice);
}
