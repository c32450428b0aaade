import type { Provenance } from '../kernel/candidate.ts';
import type { Comparison, Decision } from '../kernel/decision.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { RunState } from '../kernel/run-state.ts';
import { screenedScore } from '../kernel/run-state.ts';
import type { CheckResult, Verdict } from '../kernel/verdict.ts';
import type { Rejection, RejectionLabel } from './history.ts';
import type { Outcome } from './outcome.ts';
import { capped } from './text.ts';

const COMPARISONS = 12;

/** Which question the open candidate failed, or which comparison it lost. */
export function rejectionLabel(state: RunState, outcome: Outcome, decision: Decision): RejectionLabel {
  const verdict = failedVerdict(state);
  if (verdict !== null) {
    const check = failedCheck(verdict);
    const where = capped(check === null ? 'before any check' : check.check, 80);
    return { outcome, status: verdict.status, where, visibility: check?.visibility ?? null };
  }
  const lost = decision.comparisons.find((comparison) => !comparison.holds);
  const where = lost === undefined ? decision.rule : `${lost.metric} on ${lost.slice}`;
  return { outcome, status: 'pass', where: capped(where, 80), visibility: visibilityOf(state, lost) };
}

/** The open candidate as a case that was not kept, its texts cut to size. */
export function rejectionOf(
  state: RunState,
  evaluation: number,
  scored: Pick<Rejection, 'score' | 'scoreGrade'>,
  decision: Decision,
): Rejection {
  const verdict = failedVerdict(state);
  const check = verdict === null ? null : failedCheck(verdict);
  const incumbent = state.incumbent === null ? null : screenedScore(state.task!, state.incumbent.screened);
  return {
    number: state.open!.candidate.number,
    evaluation,
    provenance: shortProvenance(state.open!.candidate.provenance),
    ...scored,
    incumbent,
    reason: capped(check?.reason ?? verdict?.reason ?? decision.reason, 400),
    evidence: check === null || check.evidence === null ? null : capped(canonicalJson(check.evidence), 800),
  };
}

export function shortProvenance(provenance: Provenance): Provenance {
  return {
    proposer: capped(provenance.proposer, 60),
    operator: capped(provenance.operator, 60),
    summary: capped(provenance.summary, 240),
  };
}

export function shortDecision(decision: Decision): Decision {
  return {
    ...decision,
    reason: capped(decision.reason, 300),
    comparisons: decision.comparisons.slice(0, COMPARISONS),
  };
}

/** The check that ended a verdict, or null when it failed before any. */
export function failedCheck(verdict: Verdict): CheckResult | null {
  return verdict.checks.find((check) => check.status !== 'pass') ?? null;
}

function failedVerdict(state: RunState): Verdict | null {
  const verdicts = [state.open?.screened, state.open?.fresh];
  return verdicts.find((verdict) => verdict && verdict.status !== 'pass') ?? null;
}

function visibilityOf(state: RunState, comparison: Comparison | undefined): RejectionLabel['visibility'] {
  if (comparison === undefined) return null;
  const heldOut = state.task!.slices.heldOut.some((slice) => slice.name === comparison.slice);
  return heldOut ? 'held-out' : 'visible';
}
