import type { Arithmetic, Expression, IntegerType, Statement } from './program.ts';

export const INT32: IntegerType = { bits: 32, signed: true };
export const UINT32: IntegerType = { bits: 32, signed: false };
export const DOUBLE: Arithmetic = { kind: 'double' };

export const integer = (value: bigint): Expression => ({ kind: 'integer', value });
export const boolean = (value: boolean): Expression => ({ kind: 'boolean', value });
export const variable = (name: string): Expression => ({ kind: 'variable', variable: name });
export const not = (operand: Expression): Expression => ({ kind: 'not', operand });
export const truth = (operand: Expression): Expression => ({ kind: 'truth', operand });
export const numberOf = (operand: Expression): Expression => ({ kind: 'number-of', operand });
export const convert = (operand: Expression, type: IntegerType): Expression => ({
  kind: 'convert',
  operand,
  type,
});
export const conditional = (
  condition: Expression,
  whenTrue: Expression,
  whenFalse: Expression,
): Expression => ({ kind: 'conditional', condition, whenTrue, whenFalse });
export const compare = (operator: '===' | '<' | '<=', left: Expression, right: Expression): Expression => ({
  kind: 'compare',
  operator,
  left,
  right,
});
export const assign = (name: string, value: Expression): Statement => ({
  kind: 'assign',
  variable: name,
  value,
});
