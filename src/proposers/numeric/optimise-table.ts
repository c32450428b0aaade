import type { ProposalIntent } from '../../kernel/contracts/proposer.ts';
import { nothing, type Draft, type Nothing } from './draft.ts';
import type { NumberTable } from './number-table.ts';
import type { Optimiser, TableContext } from './operator.ts';
import type { ConstrainedMaximum, ConstrainedProblem } from './optimise/augmented-lagrangian.ts';
import { createWorkMeter, type WorkMeter } from './optimise/work-meter.ts';
import type { NumericOptions } from './options.ts';
import type { PublicObjective } from './public-objective.ts';
import { pointOf, rowsOf, tableProblem } from './table-problem.ts';

/** The best table an optimiser finds, unless it is no better than the parent that it varies. */
export function optimise(
  { id, apply }: Optimiser,
  context: TableContext,
  objective: PublicObjective,
  { work, margin, gain }: NumericOptions,
  intent: ProposalIntent,
): Draft {
  const meter = createWorkMeter(work);
  // Under a public objective whole numbers are a coincidence.
  const table = { ...context.table, isWhole: false };
  const assessed = assess(table, objective, meter);
  if (assessed.kind === 'nothing') return assessed;
  const { problem, parent } = assessed;
  const reached = apply(parent, { ...context, table, problem, meter, margin }, gain);
  const used = `${work - meter.left()} evaluations`;
  if (reached === null) return nothing(`${id} found no table worth proposing in ${used}`);
  if (intent === 'vary' && parent.violation <= 0 && reached.value < parent.value + gain)
    return nothing(`${id} found nothing better than ${figure(parent.value)} in ${used}`);
  const gained = `, value ${figure(parent.value)} → ${figure(reached.value)}`;
  return { kind: 'rows', rows: rowsOf(table, reached.point), gained };
}

/** The parent by the public objective; its shape may be one that the objective does not take. */
function assess(
  table: NumberTable,
  objective: PublicObjective,
  meter: WorkMeter,
):
  | { readonly kind: 'assessed'; readonly problem: ConstrainedProblem; readonly parent: ConstrainedMaximum }
  | Nothing {
  const point = pointOf(table.rows);
  let problem: ConstrainedProblem;
  let value: number;
  let violation: number;
  try {
    problem = tableProblem(table, objective, meter);
    value = problem.value(point, 0, point);
    violation = Math.max(-Infinity, ...Array.from(problem.violations(point)));
  } catch (error) {
    return nothing(`the objective threw on the parent's "${table.name}": ${String(error)}`);
  }
  const isSound = Number.isFinite(value) && !Number.isNaN(violation);
  return isSound
    ? { kind: 'assessed', problem, parent: { point, value, violation } }
    : nothing(`the objective has no number for the parent's "${table.name}"`);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(8)));
}
