import type { Comparison } from '../kernel/decision.ts';

/** How a comparison came out. `equal`: neither gain nor loss where a gain counts; less code may then decide. */
export type ComparisonState = 'holds' | 'equal' | 'fails' | 'shown only';

export function comparisonState({ tolerance, holds, gain }: Comparison): ComparisonState {
  if (tolerance === null) return 'shown only';
  if (holds) return 'holds';
  return gain === 0 ? 'equal' : 'fails';
}

/** @param amount how a loss is written */
export function demandedOf({ tolerance }: Comparison, amount: (loss: number) => string): string {
  if (tolerance === null) return '–';
  return tolerance === 0 ? 'no loss' : `loss up to ${amount(tolerance)}`;
}
