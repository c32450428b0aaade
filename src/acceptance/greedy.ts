import type { AcceptanceRule, AcceptanceStep, Evidence } from '../kernel/contracts/acceptance.ts';
import type { Decision, DecisionKind } from '../kernel/decision.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import { compareGuarded } from './compare-guarded.ts';
import { compareObjectives } from './compare-objectives.ts';
import { decisionInputs } from './exact.ts';
import { findVerdict } from './find-verdict.ts';
import { gateFailure } from './gate.ts';
import { guardedMetrics } from './guarded-metrics.ts';
import { screening } from './screening-order.ts';

/**
 * Best so far, measured once, as most published loops keep: a candidate whose one figure beats the incumbent's recorded
 * one stays. Without any guarantee where figures are noisy: it keeps lucky measurements, and the record is inflated by
 * their luck. For comparison. Held-out slices are asked once for correctness and constraints, and against what the
 * incumbent and the baseline showed when they were asked.
 */
export function greedyAcceptance(task: Task): AcceptanceRule {
  return { id: 'greedy', next: (evidence) => nextStep(task, evidence) };
}

function nextStep(task: Task, evidence: Evidence): AcceptanceStep {
  const { candidate, incumbent, baseline } = evidence;
  const first = findVerdict(evidence, candidate.number, SCREENING_INPUTS);
  const fresh = findVerdict(evidence, candidate.number, SCREENING_INPUTS, 'fresh');
  if (first === null)
    return { kind: 'judge', orders: [screening(evidence.screenable ? 'screened' : 'fresh')] };
  const figures = fresh ?? first;
  const failure = gateFailure(task, figures, 'visible');
  if (failure !== null) return decide(failure.kind, failure.reason, []);
  const objectives = compareObjectives(task, evidence, figures, incumbent.screened);
  if (!objectives.better) return decide('discard', objectives.reason, objectives.comparisons);

  const inputs = decisionInputs(candidate.number);
  const whole = findVerdict(evidence, candidate.number, inputs, 'fresh');
  if (fresh === null || whole === null) {
    const again = fresh === null ? [screening('fresh')] : [];
    return {
      kind: 'judge',
      orders: [...again, { whom: 'candidate', mode: 'fresh', inputs, scope: 'all' }],
    };
  }
  const broken = gateFailure(task, whole, 'all');
  if (broken !== null) return decide(broken.kind, broken.reason, []);
  const guarded = compareGuarded(guardedMetrics(task, 'all'), whole, [
    { against: 'incumbent', verdict: incumbent.fresh },
    { against: 'baseline', verdict: baseline.fresh },
  ]);
  const comparisons = [...objectives.comparisons, ...guarded.comparisons];
  if (guarded.loss !== null) return decide('discard', guarded.loss, comparisons);
  return decide('keep', `${objectives.reason}, measured once`, comparisons);
}

function decide(kind: DecisionKind, reason: string, comparisons: Decision['comparisons']): AcceptanceStep {
  return { kind: 'decide', decision: { kind, rule: 'greedy', reason, comparisons } };
}
