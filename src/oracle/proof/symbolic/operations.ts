import type { Expression, Failure, IntegerType, NumericExpression } from '../program.ts';
import type { Integers } from './integers.ts';
import type { SymbolicValue } from './state.ts';
import type { Term, Terms } from './terms.ts';

/** What operations need of the execution they are part of. */
export interface Machine {
  readonly terms: Terms;
  readonly integers: Integers;
  /** Ends the paths on which the condition holds. */
  readonly fail: (condition: Term, failure: Failure) => void;
  readonly valueOf: (expression: Expression) => SymbolicValue;
  readonly conditionOf: (expression: Expression) => Term;
}

/** What one kind of numbers can do. */
export interface Operations {
  /** Stands for the value where no path reaches. */
  readonly zero: SymbolicValue;
  readonly valueOf: (expression: NumericExpression) => SymbolicValue;
  readonly converted: (value: SymbolicValue, type: IntegerType | 'boolean') => SymbolicValue;
}
