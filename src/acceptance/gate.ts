import type { DecisionKind } from '../kernel/decision.ts';
import type { Task } from '../kernel/task.ts';
import type { Verdict } from '../kernel/verdict.ts';
import { metricOf } from '../kernel/verdict.ts';
import { formatFigure } from './format-figure.ts';

/** Why a candidate is out, whatever its figures are compared with. */
export interface GateFailure {
  readonly kind: Extract<DecisionKind, 'discard' | 'crash'>;
  readonly reason: string;
}

/**
 * What every verdict on a candidate must hold: it passes, and it keeps to the task's constraints. Null when it does. A
 * constrained metric that was not measured breaks the constraint, unless its slice was not asked.
 */
export function gateFailure(task: Task, verdict: Verdict, scope: 'visible' | 'all'): GateFailure | null {
  if (verdict.status !== 'pass') {
    const crashed = verdict.status === 'crash' || verdict.status === 'timeout';
    return { kind: crashed ? 'crash' : 'discard', reason: verdict.reason ?? verdict.status };
  }
  for (const { slice, metric, atLeast, atMost } of task.acceptance.constraints ?? []) {
    if (!isAsked(task, slice, scope)) continue;
    const value = metricOf(verdict, slice, metric);
    const label = `constraint: ${metric} on ${slice}`;
    if (value === null) return { kind: 'discard', reason: `${label} was not measured` };
    if (atMost !== null && value > atMost)
      return { kind: 'discard', reason: `${label} is ${formatFigure(value)}, more than ${atMost}` };
    if (atLeast !== null && value < atLeast)
      return { kind: 'discard', reason: `${label} is ${formatFigure(value)}, less than ${atLeast}` };
  }
  return null;
}

function isAsked({ slices }: Task, slice: string, scope: 'visible' | 'all'): boolean {
  if (slices.visible.includes(slice)) return true;
  return scope === 'all' && slices.heldOut.some(({ name, final }) => name === slice && final !== true);
}
