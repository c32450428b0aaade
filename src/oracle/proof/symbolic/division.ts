import type { Arithmetic, Expression, Failure } from '../program.ts';
import { FAILURES } from '../program.ts';
import { EXACT } from './doubles.ts';
import type { Integer, Integers } from './integers.ts';
import type { SymbolicValue } from './state.ts';
import type { Term, Terms } from './terms.ts';

interface Machine {
  readonly terms: Terms;
  readonly integers: Integers;
  readonly fail: (condition: Term, failure: Failure) => void;
  readonly fitted: (exact: Integer, how: Arithmetic, negativeZero: Term) => SymbolicValue;
}

type Number = SymbolicValue & { readonly kind: 'integer' };

/**
 * Division of integers. A quotient of doubles is rounded twice, to a double and then to an integer; the first rounding
 * changes nothing while |a| + |b| < 2^53. For let n be an integer next to a/b, which is not an integer itself: a/b
 * differs from n by 1/|b| at least, and what rounds to n differs from it by 2^-53 |n| at most; |n b| is below |a| + |b|,
 * so that 1/|b| is the greater one.
 */
export function divideValues(
  { terms, integers, fail, fitted }: Machine,
  { result, rounding, byZero, arithmetic }: Expression & { readonly kind: 'divide' },
  left: Number,
  right: Number,
): SymbolicValue {
  const zeroDivisor = integers.isZero(right.integer);
  if (byZero.kind === 'failure') fail(zeroDivisor, byZero.failure);
  const large = sizeOf(left.integer) + sizeOf(right.integer) >= EXACT;
  if (arithmetic.kind === 'double' && result === 'quotient' && large) fail(terms.yes, FAILURES.quotient);

  const { quotient, remainder } = integers.divide(left.integer, right.integer);
  const negative = (value: Number): Term => terms.or(integers.isNegative(value.integer), value.negativeZero);
  const unlike = terms.not(sameTruth(terms, negative(left), negative(right)));
  const one = integers.constant(1n);
  const inexact = terms.not(integers.isZero(remainder));
  const rounded = {
    truncate: quotient,
    floor: integers.choose(terms.and(inexact, unlike), integers.subtract(quotient, one), quotient),
    ceiling: integers.choose(terms.and(inexact, terms.not(unlike)), integers.add(quotient, one), quotient),
  }[rounding];
  // The remainder of integers is undefined where their quotient overflows (ISO/IEC 9899:2018, 6.5.5).
  const fittedQuotient = fitted(rounded, arithmetic, terms.and(integers.isZero(rounded), unlike));
  const value =
    result === 'quotient'
      ? fittedQuotient
      : fitted(remainder, arithmetic, terms.and(integers.isZero(remainder), negative(left)));
  if (byZero.kind === 'failure' || value.kind !== 'integer') return value;
  return {
    kind: 'integer',
    integer: integers.choose(zeroDivisor, integers.constant(0n), value.integer),
    negativeZero: terms.and(value.negativeZero, terms.not(zeroDivisor)),
  };
}

function sameTruth(terms: Terms, left: Term, right: Term): Term {
  return terms.choose(left, right, terms.not(right));
}

function sizeOf({ low, high }: Integer): bigint {
  return -low > high ? -low : high;
}
