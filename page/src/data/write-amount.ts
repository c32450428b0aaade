import { formatCount, formatDuration, formatNumber } from '../../../src/report/format.ts';
import type { BudgetLine } from './budget-left.ts';

/** US dollars; small sums with the digits that tell them apart. */
export function writeMoney(dollars: number): string {
  return `$${formatNumber(dollars, dollars === 0 || dollars >= 0.1 ? 2 : 4)}`;
}

/** A share of 0 to 1 in percent: whole above ten, and never `0%` or `100%` where it is not. */
export function writeShare(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%';
  if (share > 0.999 && share < 1) return '>99.9%';
  const percent = share * 100;
  return `${formatNumber(percent, percent === 0 || (percent >= 9.95 && percent < 99.5) || percent === 100 ? 0 : 1)}%`;
}

/** An amount of what a budget limits, in its own unit. */
export function writeSpent(name: BudgetLine['name'], amount: number): string {
  switch (name) {
    case 'evaluations':
      return formatCount(amount);
    case 'time':
      return formatDuration(amount);
    case 'work':
      return formatNumber(amount, amount >= 100 ? 0 : 2);
    case 'money':
      return writeMoney(amount);
  }
}
