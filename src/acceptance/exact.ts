import type { AcceptanceRule, AcceptanceStep, Contender, Evidence } from '../kernel/contracts/acceptance.ts';
import type { JudgementOrder } from '../kernel/contracts/judge.ts';
import type { Decision, DecisionKind } from '../kernel/decision.ts';
import { SCREENING_INPUTS } from '../kernel/run-state.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import type { Reference } from './compare-guarded.ts';
import { compareGuarded } from './compare-guarded.ts';
import { compareObjectives } from './compare-objectives.ts';
import { findVerdict } from './find-verdict.ts';
import { gateFailure } from './gate.ts';
import { guardedMetrics } from './guarded-metrics.ts';
import type { Order } from './screening-order.ts';
import { screening } from './screening-order.ts';

/**
 * The rule for deterministic metrics: figures are compared as they are. Correctness and constraints are a hard gate, the
 * objectives decide, less code wins ties, no guarded metric and no held-out slice may lose more than its tolerance. A
 * keep rests on fresh sandboxes in which candidate, incumbent and baseline answer the same questions, drawn for this
 * decision alone.
 */
export function exactAcceptance(task: Task): AcceptanceRule {
  return { id: 'exact', next: (evidence) => nextStep(task, evidence) };
}

function nextStep(task: Task, evidence: Evidence): AcceptanceStep {
  const screened = findVerdict(evidence, evidence.candidate.number, SCREENING_INPUTS);
  if (screened === null) return judge([screening(evidence.screenable ? 'screened' : 'fresh')]);
  const failure = gateFailure(task, screened, 'visible');
  if (failure !== null) return decide(failure.kind, failure.reason, []);
  const promise = compareObjectives(task, evidence, screened, evidence.incumbent.screened);
  if (!promise.better) return decide('discard', promise.reason, promise.comparisons);
  const guarded = compareGuarded(guardedMetrics(task, 'visible'), screened, [
    { against: 'incumbent', verdict: evidence.incumbent.screened },
    { against: 'baseline', verdict: evidence.baseline.screened },
  ]);
  if (guarded.loss !== null)
    return decide('discard', guarded.loss, [...promise.comparisons, ...guarded.comparisons]);

  const inputs = decisionInputs(evidence.candidate.number);
  if (evidence.screenable) {
    const rehearsal = weigh(task, evidence, inputs, 'screened');
    if (rehearsal === null) return judge(contenders(evidence, { mode: 'screened', inputs, scope: 'all' }));
    // A shared process is good enough to discard; what would keep, or stop the run, is asked again in fresh sandboxes.
    if (rehearsal.kind === 'discard' || rehearsal.kind === 'crash')
      return { kind: 'decide', decision: rehearsal };
  }

  const confirmed = weigh(task, evidence, inputs, 'fresh');
  if (confirmed !== null) return { kind: 'decide', decision: confirmed };
  const confirmation = evidence.screenable ? [screening('fresh')] : [];
  return judge([...confirmation, ...contenders(evidence, { mode: 'fresh', inputs, scope: 'all' })]);
}

/** The label of the inputs drawn for one decision. */
export function decisionInputs(number: number): string {
  return `decision-${number}`;
}

function contenders(evidence: Evidence, order: JudgementOrder): readonly Order[] {
  const whom: Contender[] = ['candidate', 'incumbent'];
  if (evidence.incumbent.candidate.number !== evidence.baseline.candidate.number) whom.push('baseline');
  return whom.map((contender) => ({ ...order, whom: contender }));
}

/** Compares candidate, incumbent and baseline on inputs of one label; null when they were not judged in this mode. */
function weigh(task: Task, evidence: Evidence, inputs: string, mode: Verdict['mode']): Decision | null {
  const find = (number: number): Verdict | null => findVerdict(evidence, number, inputs, mode);
  const candidate = find(evidence.candidate.number);
  const incumbent = find(evidence.incumbent.candidate.number);
  const baseline = find(evidence.baseline.candidate.number);
  if (candidate === null || incumbent === null || baseline === null) return null;
  const failure = gateFailure(task, candidate, 'all');
  if (failure !== null) return decision(failure.kind, failure.reason, []);
  if (incumbent.status !== 'pass') {
    return decision(
      'escalate',
      `the incumbent no longer passes: ${incumbent.reason ?? incumbent.status}`,
      [],
    );
  }
  const objectives = compareObjectives(task, evidence, candidate, incumbent);
  const references: readonly Reference[] = [
    { against: 'incumbent', verdict: incumbent },
    { against: 'baseline', verdict: baseline },
  ];
  const guarded = compareGuarded(guardedMetrics(task, 'all'), candidate, references);
  const comparisons = [...objectives.comparisons, ...guarded.comparisons];
  if (!objectives.better)
    return decision('discard', `on inputs of its own: ${objectives.reason}`, comparisons);
  if (guarded.loss !== null) return decision('discard', guarded.loss, comparisons);
  return decision('keep', objectives.reason, comparisons);
}

function judge(orders: readonly Order[]): AcceptanceStep {
  return { kind: 'judge', orders };
}

function decide(kind: DecisionKind, reason: string, comparisons: Decision['comparisons']): AcceptanceStep {
  return { kind: 'decide', decision: decision(kind, reason, comparisons) };
}

function decision(kind: DecisionKind, reason: string, comparisons: Decision['comparisons']): Decision {
  return { kind, rule: 'exact', reason, comparisons };
}
