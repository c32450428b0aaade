import { FulcrumError } from '../kernel/errors.ts';
import type { Task } from '../kernel/task.ts';
import { oracleFault } from './fault.ts';
import type { CheckFacts, OracleSetup } from './messages.ts';

/** The metrics the run compares, by slice: a verdict without them would be silently incomparable. */
export function requiredMetrics(task: Task): OracleSetup['required'] {
  const wanted = [
    ...task.objectives.map(({ slice, metric }) => ({ slice, metric })),
    ...task.slices.heldOut.flatMap(({ name, metric }) => (metric === null ? [] : [{ slice: name, metric }])),
    ...task.slices.heldOut.flatMap(({ metric, answer }) =>
      metric !== null && answer?.kind === 'thresholdout' ? [{ slice: answer.against, metric }] : [],
    ),
  ];
  const bySlice = Object.entries(Object.groupBy(wanted, ({ slice }) => slice));
  return Object.fromEntries(bySlice.map(([slice, entries]) => [slice, entries!.map(({ metric }) => metric)]));
}

/** A keep must not rest on checks alone that the candidate's own process answers for. */
export function requireGround(checks: readonly CheckFacts[], where: string): void {
  if (checks.some(({ suffices }) => suffices)) return;
  throw new FulcrumError({
    code: 'FULCRUM_E_ORACLE_INSUFFICIENT',
    domain: 'oracle',
    what: `No keep may rest on these checks alone: ${checks.map(({ name }) => name).join(', ')}. A candidate shares a process with what reports on it, or they do not look at what the code does`,
    where,
    mend: 'Add a check that asks the candidate from outside, as golden; or state `acceptSameProcess: true` where the check has it: then every verdict is graded same-process',
  });
}

/** A slice that the task names and no check serves would pass unseen. */
export function requireSlices(task: Task, checks: readonly CheckFacts[], where: string): void {
  const declared = {
    visible: task.slices.visible,
    'held-out': task.slices.heldOut.map(({ name }) => name),
  };
  for (const visibility of ['visible', 'held-out'] as const) {
    const served = checks.filter((check) => check.visibility === visibility);
    const missing = declared[visibility].find((slice) => served.every((check) => check.slice !== slice));
    if (missing !== undefined)
      throw oracleFault('INVALID', `No ${visibility} check serves the slice "${missing}"`, where);
    const unknown = served.find(({ slice }) => !declared[visibility].includes(slice));
    if (unknown === undefined) continue;
    const what = `The task has no ${visibility} slice "${unknown.slice}", which the check "${unknown.name}" serves`;
    throw oracleFault('INVALID', what, where);
  }
}
