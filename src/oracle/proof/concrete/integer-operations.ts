import type { Arithmetic, Expression, IntegerType } from '../program.ts';
import { FAILURES, rangeOf } from '../program.ts';
import { fail } from './ended.ts';
import type { Operations } from './operations.ts';

type Machine = number | bigint | boolean;

/** Numbers of JavaScript, as doubles, or of C, as big integers. */
export function integerOperations(numbers: 'double' | 'integer'): Operations {
  const number = (value: bigint): Machine => (numbers === 'double' ? Number(value) : value);

  const valueOf: Operations['valueOf'] = (expression, operandOf) => {
    const of = (operand: Expression): Machine => operandOf(operand) as Machine;
    const integer = (operand: Expression): bigint => BigInt(of(operand));
    switch (expression.kind) {
      case 'integer':
        return number(expression.value);
      case 'arithmetic':
        return arithmetic(
          expression.operator,
          of(expression.left),
          of(expression.right),
          expression.arithmetic,
        );
      case 'negate': {
        const operand = of(expression.operand);
        return expression.arithmetic.kind === 'double'
          ? -(operand as number)
          : fitted(-BigInt(operand), expression.arithmetic);
      }
      case 'divide':
        return divide(expression, of(expression.left), of(expression.right));
      case 'bitwise': {
        const [left, right] = [integer(expression.left), integer(expression.right)];
        return number(bitwise(expression.operator, left, right));
      }
      case 'shift':
        return number(shift(expression, integer(expression.left), integer(expression.count)));
      case 'convert':
        return number(wrapped(integer(expression.operand), expression.type));
      case 'compare': {
        const [left, right] = [integer(expression.left), integer(expression.right)];
        if (expression.operator === '===') return left === right;
        return expression.operator === '<' ? left < right : left <= right;
      }
      case 'truth':
        return integer(expression.operand) !== 0n;
      case 'number-of':
        return number(of(expression.operand) === true ? 1n : 0n);
      case 'extreme':
        return (expression.which === 'minimum' ? Math.min : Math.max)(
          of(expression.left) as number,
          of(expression.right) as number,
        );
      case 'absolute':
        return Math.abs(of(expression.operand) as number);
      case 'sign':
        return Math.sign(of(expression.operand) as number);
      case 'leading-zeros':
        return Math.clz32(of(expression.operand) as number);
      case 'rational':
      case 'ratio':
        throw new TypeError(`${expression.kind} is for real numbers`);
    }
  };

  function arithmetic(operator: '+' | '-' | '*', left: Machine, right: Machine, how: Arithmetic): Machine {
    if (how.kind === 'double') return bounded(apply(operator, left as number, right as number));
    return fitted(exact(operator, BigInt(left), BigInt(right)), how);
  }

  function fitted(value: bigint, how: Arithmetic): Machine {
    if (how.kind === 'exact') throw new TypeError('exact arithmetic is for real numbers');
    if (how.kind === 'double') return bounded(Number(value));
    if (how.kind === 'wrapping') return number(wrapped(value, how.type));
    const { low, high } = rangeOf(how.type);
    return value < low || value > high ? fail(FAILURES.overflow) : number(value);
  }

  function divide(
    { result, rounding, byZero, arithmetic: how }: Expression & { readonly kind: 'divide' },
    left: Machine,
    right: Machine,
  ): Machine {
    if (BigInt(right) === 0n) return byZero.kind === 'zero' ? number(0n) : fail(byZero.failure);
    if (how.kind !== 'double') {
      // The remainder is undefined where the quotient is (ISO/IEC 9899:2018, 6.5.5).
      const quotient = fitted(BigInt(left) / BigInt(right), how);
      return result === 'quotient' ? quotient : fitted(BigInt(left) % BigInt(right), how);
    }
    const [dividend, divisor] = [left as number, right as number];
    if (result === 'remainder') return dividend % divisor;
    const round = { truncate: Math.trunc, floor: Math.floor, ceiling: Math.ceil }[rounding];
    return round(dividend / divisor);
  }

  return {
    fromInput: (input) => (typeof input === 'bigint' ? number(input) : input),
    valueOf,
    converted: (value, type) => {
      if (type === 'boolean') return typeof value === 'boolean' ? value : value !== 0n;
      return number(wrapped(BigInt(value as Machine), type));
    },
  };
}

function bitwise(operator: '&' | '|' | '^', left: bigint, right: bigint): bigint {
  switch (operator) {
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
  }
}

function shift(
  { operator, type, masked }: Expression & { readonly kind: 'shift' },
  left: bigint,
  count: bigint,
): bigint {
  const by = masked ? count & 31n : count;
  if (by < 0n || by >= BigInt(type.bits)) return fail(FAILURES.shift);
  if (operator === '>>') return left >> by;
  const shifted = left << by;
  if (!type.signed || masked) return wrapped(shifted, type);
  return left < 0n || shifted > rangeOf(type).high ? fail(FAILURES.shift) : shifted;
}

function apply(operator: '+' | '-' | '*', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
  }
}

function exact(operator: '+' | '-' | '*', left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
  }
}

/** Far beyond what any bounded expression of 32-bit parameters needs, and short of what `BigInt` refuses. */
function bounded(value: number): number {
  return Number.isFinite(value) ? value : fail(FAILURES.large);
}

function wrapped(value: bigint, { bits, signed }: IntegerType): bigint {
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}
