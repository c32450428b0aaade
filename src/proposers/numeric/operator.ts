import type { Random } from '../../kernel/random.ts';
import type { NumberTable } from './number-table.ts';
import type { ConstrainedMaximum, ConstrainedProblem } from './optimise/augmented-lagrangian.ts';
import type { WorkMeter } from './optimise/work-meter.ts';

/** What an operator may look at besides the numbers themselves. */
export interface TableContext {
  readonly table: NumberTable;
  readonly random: Random;
  /** Lowest and highest number of each column. */
  readonly bounds: readonly (readonly [number, number])[];
}

/** A change of numbers that looks at no objective. Pure: the same numbers and random stream give the same answer. */
export interface Move {
  readonly id: string;
  readonly apply: (point: Float64Array, context: TableContext) => Float64Array;
}

/** The public objective, and how much of it may still be evaluated. */
export interface Search extends TableContext {
  readonly problem: ConstrainedProblem;
  readonly meter: WorkMeter;
  readonly margin: number;
}

/**
 * One way to optimise a table. Returns the best feasible table it came to, which may be no better than the parent, or
 * null.
 *
 * @param parent where the search starts
 * @param gain the least improvement on the parent worth looking for
 */
export interface Optimiser {
  readonly id: string;
  readonly apply: (parent: ConstrainedMaximum, search: Search, gain: number) => ConstrainedMaximum | null;
}

/** What a proposal is made by. `intent` says which kind of proposal it serves. */
export type NumericOperator = (
  | { readonly kind: 'move'; readonly move: Move }
  | { readonly kind: 'optimiser'; readonly optimiser: Optimiser }
) & {
  readonly id: string;
  /** How often it is drawn, relative to the others that apply. */
  readonly weight: number;
  readonly intent: 'start' | 'vary';
  /** Tables with more numbers are not for it. */
  readonly mostNumbers: number;
};
