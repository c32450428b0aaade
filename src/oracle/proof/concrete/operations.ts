import type { Inputs } from '../problem.ts';
import type { Value } from '../outcome-of-function.ts';
import type { Expression, IntegerType, NumericExpression } from '../program.ts';

/** What one kind of numbers can do. */
export interface Operations {
  readonly fromInput: (input: Inputs[string]) => Value;
  /** @param of the value of an operand */
  readonly valueOf: (expression: NumericExpression, of: (operand: Expression) => Value) => Value;
  readonly converted: (value: Value, type: IntegerType | 'boolean') => Value;
}
