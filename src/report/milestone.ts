import type { Decision } from '../kernel/decision.ts';
import type { Judged, RunState } from '../kernel/run-state.ts';
import { screenedScore } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { gradeOf, metricOf, sliceGrade } from '../kernel/verdict.ts';
import type { HeldOutValue, Milestone } from './history.ts';
import { shortDecision, shortProvenance } from './rejection.ts';

/** The baseline as the first milestone, or null before it was judged. */
export function baselineMilestone(state: RunState, seconds: number): Milestone | null {
  return milestoneOf(state, state.baseline, seconds, null, state.baseline?.fresh ?? null);
}

/** The present incumbent with the decision that kept it. */
export function incumbentMilestone(
  state: RunState,
  seconds: number,
  decision: Decision,
  baselineBeside: Verdict | null,
): Milestone | null {
  return milestoneOf(state, state.incumbent, seconds, shortDecision(decision), baselineBeside);
}

function milestoneOf(
  state: RunState,
  judged: Judged | null,
  seconds: number,
  decision: Decision | null,
  baselineBeside: Verdict | null,
): Milestone | null {
  if (judged === null || state.task === null) return null;
  return {
    number: judged.candidate.number,
    evaluation: state.spending.evaluations,
    seconds,
    tree: judged.candidate.tree,
    size: judged.candidate.size,
    provenance: shortProvenance(judged.candidate.provenance),
    visible: screenedScore(state.task, judged.screened),
    visibleGrade: sliceGrade(judged.screened, state.task.objectives[0]!.slice),
    heldOut: heldOutValues(state.task, judged.fresh, baselineBeside),
    grade: gradeOf(judged.fresh),
    decision,
  };
}

/** What each held-out slice was measured at in a verdict. */
export function heldOutValues(
  task: Task,
  verdict: Verdict,
  baseline: Verdict | null,
): readonly HeldOutValue[] {
  return task.slices.heldOut.map(({ name, metric }) => {
    const checks = verdict.checks.filter((check) => check.slice === name);
    return {
      slice: name,
      metric,
      value: metric === null ? null : metricOf(verdict, name, metric),
      baseline: metric === null || baseline === null ? null : metricOf(baseline, name, metric),
      status: checks.find((check) => check.status !== 'pass')?.status ?? checks[0]?.status ?? null,
      grade: sliceGrade(verdict, name),
    };
  });
}
