import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exact } from './exact-arithmetic.ts';
import {
  add,
  compare,
  divide,
  dot,
  exact,
  multiply,
  nearestDouble,
  squaredDistance,
  squareRootBounds,
  subtract,
  sum,
} from './exact-arithmetic.ts';

const doubles = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e-300, max: 1e-300, noNaN: true }),
  fc.constantFrom(0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE, 2 ** 53, 0.1),
);
const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([numerator, denominator]) => ({ numerator, denominator }));

/** Schoolbook fractions: over the product of the denominators, compared by cross-multiplication. */
function isFraction(value: Exact, numerator: bigint, denominator: bigint): boolean {
  return value.denominator > 0n && value.numerator * denominator === numerator * value.denominator;
}

test('a double and back is the same double', () => {
  fc.assert(
    fc.property(doubles, (value) => {
      expect(nearestDouble(exact(value))).toBe(value === 0 ? 0 : value);
    }),
    { numRuns: 1000 },
  );
});

test('a double is its decimal expansion', () => {
  const tenth = exact(0.1);
  expect(isFraction(tenth, 3602879701896397n, 2n ** 55n)).toBe(true);
  expect(compare(tenth, exact('0.1'))).toBe(1);
  expect(isFraction(exact(Number.MIN_VALUE), 1n, 2n ** 1074n)).toBe(true);
  expect(isFraction(exact(-1.5), -3n, 2n)).toBe(true);
});

test.each([
  ['0.1', 1n, 10n],
  ['-2.50', -5n, 2n],
  ['1e-9', 1n, 10n ** 9n],
  ['12E2', 1200n, 1n],
  ['2/3', 2n, 3n],
  ['-0.5', -1n, 2n],
] as const)('%s is read exactly', (text, numerator, denominator) => {
  expect(isFraction(exact(text), numerator, denominator)).toBe(true);
});

test.each([NaN, Infinity, 'one', '1/0', '', '1e9999', '0x10'])('%j is no rational number', (value) => {
  expect(() => exact(value)).toThrow(RangeError);
});

describe('arithmetic agrees with schoolbook fractions', () => {
  test.each([
    ['add', add, (a: bigint, b: bigint, c: bigint, d: bigint) => [a * d + c * b, b * d]],
    ['subtract', subtract, (a: bigint, b: bigint, c: bigint, d: bigint) => [a * d - c * b, b * d]],
    ['multiply', multiply, (a: bigint, b: bigint, c: bigint, d: bigint) => [a * c, b * d]],
  ] as const)('%s', (_, operation, schoolbook) => {
    fc.assert(
      fc.property(fractions, fractions, (left, right) => {
        const [numerator, denominator] = schoolbook(
          left.numerator,
          left.denominator,
          right.numerator,
          right.denominator,
        );
        expect(isFraction(operation(left, right), numerator!, denominator!)).toBe(true);
      }),
    );
  });

  test('divide undoes multiply', () => {
    fc.assert(
      fc.property(fractions, fractions, (left, right) => {
        fc.pre(right.numerator !== 0n);
        expect(compare(divide(multiply(left, right), right), left)).toBe(0);
      }),
    );
    expect(() => divide(exact(1), exact(0))).toThrow(RangeError);
  });

  test('compare orders doubles as doubles', () => {
    fc.assert(
      fc.property(doubles, doubles, (left, right) => {
        expect(compare(exact(left), exact(right))).toBe(left < right ? -1 : Number(left > right));
      }),
    );
  });
});

test('a sum loses nothing where doubles do', () => {
  const values = [1e16, 1, -1e16, 2 ** -60];
  expect(isFraction(sum(values.map(exact)), 2n ** 60n + 1n, 2n ** 60n)).toBe(true);
  expect(values.reduce((left, right) => left + right)).not.toBe(1 + 2 ** -60 + 1);
});

test('dot products and squared distances of whole numbers', () => {
  const point = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(point, point, (left, right) => {
      const [a, b] = [left.map(exact), right.map(exact)];
      const expected = left.reduce((total, value, index) => total + value * right[index]!, 0);
      const apart = left.reduce((total, value, index) => total + (value - right[index]!) ** 2, 0);
      expect(isFraction(dot(a, b), BigInt(expected), 1n)).toBe(true);
      expect(isFraction(squaredDistance(a, b), BigInt(apart), 1n)).toBe(true);
    }),
  );
  expect(() => dot([exact(1)], [])).toThrow(RangeError);
});

test('a square root lies between its bounds, which are as close as asked for', () => {
  fc.assert(
    fc.property(fractions, fc.integer({ min: 1, max: 120 }), (value, places) => {
      fc.pre(value.numerator >= 0n);
      const { low, high } = squareRootBounds(value, places);
      expect(compare(multiply(low, low), value)).toBeLessThanOrEqual(0);
      expect(compare(multiply(high, high), value)).toBeGreaterThanOrEqual(0);
      expect(
        compare(subtract(high, low), { numerator: 1n, denominator: 2n ** BigInt(places) }),
      ).toBeLessThanOrEqual(0);
    }),
  );
  const four = squareRootBounds(exact(4));
  expect([compare(four.low, exact(2)), compare(four.high, exact(2))]).toEqual([0, 0]);
  expect(() => squareRootBounds(exact(-1))).toThrow(RangeError);
});

describe('rounding to the nearest double', () => {
  test('is what the division of two doubles gives, which IEEE 754 rounds correctly', () => {
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: -1060, max: 950 }), (left, right, scale) => {
        fc.pre(right !== 0 && left !== 0);
        const expected = left / right;
        const rounded = nearestDouble(divide(exact(left), exact(right)));
        expect(rounded).toBe(expected);
        const power =
          scale >= 0 ? exact(2n ** BigInt(scale)) : { numerator: 1n, denominator: 2n ** BigInt(-scale) };
        // A division whose quotient is subnormal is rounded once as well.
        const [over, under] =
          scale >= 0 ? [left * 2 ** scale, right] : [left * 2 ** -30, right * 2 ** (-scale - 30)];
        if (Number.isFinite(over) && Number.isFinite(under))
          expect(nearestDouble(multiply(divide(exact(left), exact(right)), power))).toBe(over / under);
      }),
      { numRuns: 2000 },
    );
  });
  test('is what JavaScript reads from a decimal text', () => {
    const decimal = fc
      .tuple(fc.maxSafeNat(), fc.nat(9999), fc.integer({ min: -320, max: 280 }))
      .map(([digits, more, exponent]) => `${digits}${more}e${exponent}`);
    fc.assert(
      fc.property(decimal, (text) => {
        expect(nearestDouble(exact(text))).toBe(Number(text));
      }),
      { numRuns: 1000 },
    );
  });
  test('beyond the greatest double it is infinite', () => {
    expect(nearestDouble(multiply(exact(Number.MAX_VALUE), exact(-2)))).toBe(-Infinity);
  });
});
