import type { Budget } from '../../../src/kernel/task.ts';
import type { Overview } from '../../../src/surfaces/view/protocol.ts';

/** One limit of a run and what of it is spent. */
export interface BudgetLine {
  readonly name: 'evaluations' | 'time' | 'work' | 'money';
  readonly spent: number;
  readonly limit: number;
  /** Share that is left, 0 to 1. */
  readonly left: number;
}

/** The limits a run has, the one that is nearest first. */
export function budgetLines(budget: Budget, spent: Overview['spent']): readonly BudgetLine[] {
  const lines = [
    line('evaluations', spent.evaluations, budget.evaluations),
    line('time', spent.seconds, budget.wallSeconds),
    line('work', spent.work, budget.work),
    line('money', spent.money, budget.money),
  ];
  return lines.filter((one) => one !== null).toSorted((first, second) => first.left - second.left);
}

function line(name: BudgetLine['name'], spent: number, limit: number | null): BudgetLine | null {
  if (limit === null) return null;
  return { name, spent, limit, left: limit <= 0 ? 0 : Math.max(0, 1 - spent / limit) };
}
