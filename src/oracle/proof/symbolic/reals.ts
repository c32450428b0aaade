import type { Exact } from '../../checks/exact-arithmetic.ts';
import * as exactly from '../../checks/exact-arithmetic.ts';
import { reduced } from '../rational.ts';
import type { Term, Terms } from './terms.ts';

const ZERO = exactly.exact(0n);
const ONE = exactly.exact(1n);

/** Terms of real numbers. What is constant is folded, and what is neutral left out. */
export function createReals(terms: Terms) {
  const constant = (value: Exact): Term => terms.make('real', 'constant', [], reduced(value));
  const [zero, one] = [constant(ZERO), constant(ONE)];

  function combine(operator: RealOperator, left: Term, right: Term): Term {
    const [first, second] = [valueOf(left), valueOf(right)];
    if (first !== null && second !== null) return constant(FOLDS[operator](first, second));
    return terms.make('real', operator, [left, right]);
  }

  function add(left: Term, right: Term): Term {
    if (left === zero) return right;
    return right === zero ? left : combine('+', left, right);
  }

  function subtract(left: Term, right: Term): Term {
    if (left === right) return zero;
    return right === zero ? left : combine('-', left, right);
  }

  function multiply(left: Term, right: Term): Term {
    if (left === zero || right === one) return left;
    return right === zero || left === one ? right : combine('*', left, right);
  }

  /** Where the divisor is zero the value is arbitrary, and must not be used. */
  function divide(left: Term, right: Term): Term {
    const divisor = valueOf(right);
    if (divisor === null) return terms.make('real', '/', [left, right]);
    return divisor.numerator === 0n ? zero : multiply(left, constant(exactly.divide(ONE, divisor)));
  }

  function less(left: Term, right: Term): Term {
    if (left === right) return terms.no;
    const [first, second] = [valueOf(left), valueOf(right)];
    if (first !== null && second !== null) return terms.boolean(exactly.compare(first, second) < 0);
    return terms.make('boolean', '<', [left, right]);
  }

  return {
    ...{ constant, zero, add, subtract, multiply, divide, less },
    atMost: (left: Term, right: Term): Term => terms.not(less(right, left)),
    negate: (operand: Term): Term => subtract(zero, operand),
    isZero: (operand: Term): Term => terms.same(operand, zero),
  };
}

const FOLDS = { '+': exactly.add, '-': exactly.subtract, '*': exactly.multiply };

type RealOperator = keyof typeof FOLDS;

function valueOf({ value }: Term): Exact | null {
  return typeof value === 'object' ? value : null;
}
