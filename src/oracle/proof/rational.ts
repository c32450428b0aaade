import type { Exact } from '../checks/exact-arithmetic.ts';

/** The same number in lowest terms, so that equal numbers have equal parts. */
export function reduced({ numerator, denominator }: Exact): Exact {
  if (denominator === 1n) return { numerator, denominator };
  const common = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

/** Euclid's algorithm (Elements VII, 2); positive. */
function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other];
  while (right !== 0n) [left, right] = [right, left % right];
  return left < 0n ? -left : left;
}

/** `-3` or `1/3`; expects lowest terms. */
export function rationalText({ numerator, denominator }: Exact): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}
