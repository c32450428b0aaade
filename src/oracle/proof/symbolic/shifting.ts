import type { Expression, Failure } from '../program.ts';
import { FAILURES } from '../program.ts';
import type { Integer, Integers } from './integers.ts';
import type { Term, Terms } from './terms.ts';

interface Machine {
  readonly terms: Terms;
  readonly integers: Integers;
  readonly fail: (condition: Term, failure: Failure) => void;
}

/** A shift of an operand that has the expression's type, as JavaScript (masked) or C defines it. */
export function shiftValues(
  { terms, integers, fail }: Machine,
  { operator, type, masked }: Expression & { readonly kind: 'shift' },
  left: Integer,
  count: Integer,
): Integer {
  const most = BigInt(type.bits - 1);
  const inRange = masked ? integers.bitwise('&', count, integers.constant(31n)) : count;
  const outOfRange = terms.or(integers.isNegative(inRange), integers.less(integers.constant(most), inRange));
  fail(outOfRange, FAILURES.shift);
  const by = integers.restrict(inRange, 0n, most);
  if (operator === '>>') return integers.shiftRight(left, by);
  const shifted = integers.shiftLeft(left, by, Number(by.high));
  // ISO/IEC 9899:2018, 6.5.7: a negative operand and a result that does not fit are undefined.
  if (type.signed && !masked)
    fail(terms.or(integers.isNegative(left), integers.outside(shifted, type)), FAILURES.shift);
  return integers.wrap(shifted, type);
}
