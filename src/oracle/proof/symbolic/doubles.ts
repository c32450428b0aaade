import type { Integer, Integers } from './integers.ts';
import type { Terms } from './terms.ts';

/** Bits of a double's significand. */
const PRECISION = 53;

/** Beyond this an integer is not modelled: each power of two above 2^53 is a case of its own. */
export const LARGEST = 1n << 80n;

/** Largest magnitude below which every integer is a double. */
export const EXACT = 1n << BigInt(PRECISION);

/**
 * The double nearest to an exact integer, ties to even: itself up to 2^53, above that a multiple of the power of two
 * that leaves 53 significant bits (IEEE 754-2019, 4.3.1).
 */
export function roundToDouble(terms: Terms, integers: Integers, exact: Integer): Integer {
  if (exact.low >= -EXACT && exact.high <= EXACT) return exact;
  const negative = integers.isNegative(exact);
  const magnitude = integers.choose(negative, integers.negate(exact), exact);
  const positive = integers.restrict(magnitude, 0n, magnitude.high);
  let rounded = positive;
  for (let dropped = 1; EXACT << BigInt(dropped - 1) <= positive.high; dropped += 1) {
    const reached = integers.atMost(integers.constant(EXACT << BigInt(dropped - 1)), positive);
    rounded = integers.choose(reached, withoutLowBits(terms, integers, positive, dropped), rounded);
  }
  const signed = integers.choose(negative, integers.negate(rounded), rounded);
  return integers.restrict(signed, nearest(exact.low), nearest(exact.high));
}

function withoutLowBits(terms: Terms, integers: Integers, positive: Integer, dropped: number): Integer {
  const count = integers.constant(BigInt(dropped));
  const half = integers.constant(1n << BigInt(dropped - 1));
  const kept = integers.shiftRight(positive, count);
  const rest = integers.subtract(positive, integers.shiftLeft(kept, count, dropped));
  const odd = terms.not(integers.isZero(integers.bitwise('&', kept, integers.constant(1n))));
  const up = terms.or(integers.less(half, rest), terms.and(integers.same(rest, half), odd));
  const next = integers.choose(up, integers.add(kept, integers.constant(1n)), kept);
  return integers.shiftLeft(next, count, dropped);
}

function nearest(value: bigint): bigint {
  return BigInt(Number(value));
}
