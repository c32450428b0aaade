import type { Arithmetic, Expression, NumericExpression } from '../program.ts';
import { FAILURES } from '../program.ts';
import { divideValues } from './division.ts';
import { LARGEST, roundToDouble } from './doubles.ts';
import type { Integer, Integers } from './integers.ts';
import type { Machine, Operations } from './operations.ts';
import { shiftValues } from './shifting.ts';
import type { SymbolicValue } from './state.ts';
import type { Term } from './terms.ts';

type Signed = SymbolicValue & { readonly kind: 'integer' };

/** Integers as JavaScript's doubles or C's types hold them. */
export function createIntegerOperations({
  terms,
  integers,
  fail,
  valueOf,
  conditionOf,
}: Machine): Operations {
  function integerValue(integer: Integer, negativeZero = terms.no): SymbolicValue {
    return { kind: 'integer', integer, negativeZero };
  }

  function numberOf(expression: Expression): Signed {
    const value = valueOf(expression);
    if (value.kind !== 'integer') throw new TypeError('a number that is none left the front end');
    return value;
  }

  const integerOf = (expression: Expression): Integer => numberOf(expression).integer;

  function operate(expression: NumericExpression): SymbolicValue {
    switch (expression.kind) {
      case 'integer':
        return integerValue(integers.constant(expression.value));
      case 'arithmetic':
        return arithmetic(expression);
      case 'negate': {
        const { integer, negativeZero } = numberOf(expression.operand);
        const zero = terms.and(integers.isZero(integer), terms.not(negativeZero));
        return fitted(integers.negate(integer), expression.arithmetic, zero);
      }
      case 'divide': {
        const [left, right] = [numberOf(expression.left), numberOf(expression.right)];
        return divideValues({ terms, integers, fail, fitted }, expression, left, right);
      }
      case 'bitwise':
        return integerValue(
          integers.bitwise(expression.operator, integerOf(expression.left), integerOf(expression.right)),
        );
      case 'shift': {
        const [left, count] = [integerOf(expression.left), integerOf(expression.count)];
        return integerValue(shiftValues({ terms, integers, fail }, expression, left, count));
      }
      case 'convert':
        return integerValue(integers.wrap(integerOf(expression.operand), expression.type));
      case 'compare': {
        const [left, right] = [integerOf(expression.left), integerOf(expression.right)];
        return { kind: 'boolean', term: COMPARE[expression.operator](integers, left, right) };
      }
      case 'truth':
        return { kind: 'boolean', term: terms.not(integers.isZero(integerOf(expression.operand))) };
      case 'number-of': {
        const condition = conditionOf(expression.operand);
        return integerValue(integers.choose(condition, integers.constant(1n), integers.constant(0n)));
      }
      case 'extreme':
        return extreme(expression.which, numberOf(expression.left), numberOf(expression.right));
      case 'absolute':
        return integerValue(absolute(integerOf(expression.operand)));
      case 'sign': {
        const { integer, negativeZero } = numberOf(expression.operand);
        const [minus, zero, plus] = [-1n, 0n, 1n].map(integers.constant) as [Integer, Integer, Integer];
        const rest = integers.choose(integers.isZero(integer), zero, plus);
        return integerValue(integers.choose(integers.isNegative(integer), minus, rest), negativeZero);
      }
      case 'leading-zeros':
        return integerValue(leadingZeros(integerOf(expression.operand)));
      case 'rational':
      case 'ratio':
        throw new TypeError(`${expression.kind} is for real numbers`);
    }
  }

  function arithmetic(expression: Expression & { readonly kind: 'arithmetic' }): SymbolicValue {
    const [left, right] = [numberOf(expression.left), numberOf(expression.right)];
    const { operator, arithmetic: how } = expression;
    switch (operator) {
      case '+': {
        const zero = terms.and(left.negativeZero, right.negativeZero);
        return fitted(integers.add(left.integer, right.integer), how, zero);
      }
      case '-': {
        const rightZero = terms.and(integers.isZero(right.integer), terms.not(right.negativeZero));
        const zero = terms.and(left.negativeZero, rightZero);
        return fitted(integers.subtract(left.integer, right.integer), how, zero);
      }
      case '*': {
        const product = integers.multiply(left.integer, right.integer);
        const zero = terms.and(integers.isZero(product), unlike(left, right));
        return fitted(product, how, zero);
      }
    }
  }

  /** One of the two has the sign bit, the other has not. */
  function unlike(left: Signed, right: Signed): Term {
    const [one, other] = [left, right].map(({ integer, negativeZero }) =>
      terms.or(integers.isNegative(integer), negativeZero),
    ) as [Term, Term];
    return terms.choose(one, terms.not(other), other);
  }

  /** An exact result as the language represents it. */
  function fitted(exact: Integer, how: Arithmetic, negativeZero: Term): SymbolicValue {
    switch (how.kind) {
      case 'exact':
        throw new TypeError('exact arithmetic is for real numbers');
      case 'double':
        if (exact.low < -LARGEST || exact.high > LARGEST) {
          fail(terms.yes, FAILURES.large);
          return integerValue(integers.constant(0n));
        }
        return integerValue(roundToDouble(terms, integers, exact), negativeZero);
      case 'wrapping':
        return integerValue(integers.wrap(exact, how.type));
      case 'checked':
        fail(integers.outside(exact, how.type), FAILURES.overflow);
        return integerValue(integers.wrap(exact, how.type));
    }
  }

  function extreme(which: 'minimum' | 'maximum', left: Signed, right: Signed): SymbolicValue {
    const smaller = integers.less(left.integer, right.integer);
    const first = which === 'minimum' ? smaller : terms.not(smaller);
    const [one, other] = [left.negativeZero, right.negativeZero];
    // Between two zeros -0 counts as the smaller one (ECMA-262, Math.max and Math.min).
    const ofEqual = which === 'minimum' ? terms.or(one, other) : terms.and(one, other);
    return integerValue(
      integers.choose(first, left.integer, right.integer),
      terms.choose(integers.same(left.integer, right.integer), ofEqual, terms.choose(first, one, other)),
    );
  }

  function absolute(operand: Integer): Integer {
    const magnitude = integers.choose(integers.isNegative(operand), integers.negate(operand), operand);
    return integers.restrict(magnitude, 0n, magnitude.high);
  }

  function leadingZeros(operand: Integer): Integer {
    const word = integers.wrap(operand, { bits: 32, signed: false });
    let count = integers.constant(32n);
    for (let bit = 0n; bit < 32n; bit += 1n)
      count = integers.choose(
        integers.atMost(integers.constant(1n << bit), word),
        integers.constant(31n - bit),
        count,
      );
    return count;
  }

  return {
    zero: integerValue(integers.constant(0n)),
    valueOf: operate,
    converted: (value, type) => {
      if (value.kind !== 'integer') return value;
      if (type === 'boolean') return { kind: 'boolean', term: terms.not(integers.isZero(value.integer)) };
      return integerValue(integers.wrap(value.integer, type));
    },
  };
}

const COMPARE = {
  '===': (integers: Integers, left: Integer, right: Integer) => integers.same(left, right),
  '<': (integers: Integers, left: Integer, right: Integer) => integers.less(left, right),
  '<=': (integers: Integers, left: Integer, right: Integer) => integers.atMost(left, right),
};
