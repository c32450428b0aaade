import type { RunState } from '../../../kernel/run-state.ts';
import { formatCount, formatDuration, formatNumber } from '../../../report/format.ts';

export interface BudgetView {
  /** Share of the budget that is spent, of whichever part is nearest its end; null when everything is unlimited. */
  readonly share: number | null;
  /** `1,234 of 5,000 evaluations`, for each part that is limited. */
  readonly parts: readonly string[];
  /** Time left at the present rate, in seconds; null when it cannot be told. */
  readonly secondsLeft: number | null;
}

/** What is spent and left of a run's budget. */
export function budgetView(state: RunState, seconds: number, perSecond: number | null): BudgetView {
  const budget = state.task?.budget;
  if (budget === undefined) return { share: null, parts: [], secondsLeft: null };
  const { evaluations, work, money } = state.spending;
  const limits = [
    part(
      evaluations,
      budget.evaluations,
      (spent, limit) => `${formatCount(spent)} of ${formatCount(limit)} evaluations`,
    ),
    part(
      seconds,
      budget.wallSeconds,
      (spent, limit) => `${formatDuration(spent)} of ${formatDuration(limit)}`,
    ),
    part(work, budget.work, (spent, limit) => `${formatCount(spent)} of ${formatCount(limit)} work`),
    part(money, budget.money, (spent, limit) => `$${formatNumber(spent, 2)} of $${formatNumber(limit, 2)}`),
  ].filter((limit) => limit !== null);
  const left = [
    budget.wallSeconds === null ? null : Math.max(0, budget.wallSeconds - seconds),
    budget.evaluations === null || !perSecond
      ? null
      : Math.max(0, budget.evaluations - evaluations) / perSecond,
  ].filter((value) => value !== null);
  return {
    share: limits.length === 0 ? null : Math.max(...limits.map((limit) => limit.share)),
    parts: limits.map((limit) => limit.text),
    secondsLeft: left.length === 0 ? null : Math.min(...left),
  };
}

function part(spent: number, limit: number | null, write: (spent: number, limit: number) => string) {
  if (limit === null) return null;
  return { share: limit === 0 ? 1 : spent / limit, text: write(spent, limit) };
}
