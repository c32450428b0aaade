import type { IntegerType } from '../program.ts';
import { rangeOf } from '../program.ts';
import type { Term, Terms } from './terms.ts';

/** An exact integer: a two's complement bit-vector just wide enough for the interval it is known to lie in. */
export interface Integer {
  readonly term: Term;
  readonly low: bigint;
  readonly high: bigint;
}

export type Integers = ReturnType<typeof createIntegers>;

/** Arithmetic that never overflows: the width grows with the interval. */
export function createIntegers(terms: Terms) {
  const within = (term: Term, low: bigint, high: bigint): Integer => {
    const width = widthOf(low, high);
    return { term: terms.lowBits(term, width), low, high };
  };
  const constant = (value: bigint): Integer =>
    within(terms.constant(widthOf(value, value), value), value, value);
  const wide = ({ term }: Integer, width: number): Term => terms.signExtend(term, width);
  const common = (...integers: readonly Integer[]): number =>
    Math.max(...integers.map(({ term }) => term.sort as number));

  function input(name: string, low: bigint, high: bigint): Integer {
    return { term: terms.input(name, widthOf(low, high)), low, high };
  }

  function exact(operator: 'bvadd' | 'bvsub' | 'bvmul', left: Integer, right: Integer): Integer {
    const corners = CORNERS[operator](left, right);
    const [low, high] = [least(corners), greatest(corners)];
    const width = Math.max(widthOf(low, high), common(left, right));
    return within(terms.combine(operator, wide(left, width), wide(right, width)), low, high);
  }

  const add = (left: Integer, right: Integer): Integer => exact('bvadd', left, right);
  const subtract = (left: Integer, right: Integer): Integer => exact('bvsub', left, right);
  const multiply = (left: Integer, right: Integer): Integer => exact('bvmul', left, right);
  const negate = (operand: Integer): Integer => subtract(constant(0n), operand);

  function less(left: Integer, right: Integer): Term {
    if (left.high < right.low) return terms.yes;
    if (left.low >= right.high) return terms.no;
    const width = common(left, right);
    return terms.less('bvslt', wide(left, width), wide(right, width));
  }

  const atMost = (left: Integer, right: Integer): Term => terms.not(less(right, left));

  function same(left: Integer, right: Integer): Term {
    if (left.high < right.low || right.high < left.low) return terms.no;
    const width = common(left, right);
    return terms.same(wide(left, width), wide(right, width));
  }

  const isZero = (operand: Integer): Term => same(operand, constant(0n));
  const isNegative = (operand: Integer): Term => less(operand, constant(0n));

  function outside(operand: Integer, type: IntegerType): Term {
    const { low, high } = rangeOf(type);
    return terms.or(less(operand, constant(low)), less(constant(high), operand));
  }

  /** For a term whose interval is not known to hold yet, such as an input. */
  function inInterval({ term }: Integer, low: bigint, high: bigint): Term {
    const width = term.sort as number;
    const atLeast = terms.less('bvsle', terms.constant(width, low), term);
    return terms.and(atLeast, terms.less('bvsle', term, terms.constant(width, high)));
  }

  /** Modulo 2^bits. */
  function wrap(operand: Integer, type: IntegerType): Integer {
    const { low, high } = rangeOf(type);
    if (operand.low >= low && operand.high <= high) return operand;
    const width = Math.max(type.bits, operand.term.sort as number);
    const bits = terms.lowBits(wide(operand, width), type.bits);
    return { term: type.signed ? bits : terms.zeroExtend(bits, type.bits + 1), low, high };
  }

  /** An interval that is known from elsewhere; it must hold wherever the value is used. */
  function restrict(operand: Integer, low: bigint, high: bigint): Integer {
    const narrower = { low: greatest([operand.low, low]), high: least([operand.high, high]) };
    // An empty interval stands on a path that is never taken.
    if (narrower.low > narrower.high) return constant(low);
    return within(operand.term, narrower.low, narrower.high);
  }

  function choose(condition: Term, whenTrue: Integer, whenFalse: Integer): Integer {
    if (condition === terms.yes) return whenTrue;
    if (condition === terms.no) return whenFalse;
    const width = common(whenTrue, whenFalse);
    const term = terms.choose(condition, wide(whenTrue, width), wide(whenFalse, width));
    return {
      term,
      low: least([whenTrue.low, whenFalse.low]),
      high: greatest([whenTrue.high, whenFalse.high]),
    };
  }

  function bitwise(operator: '&' | '|' | '^', left: Integer, right: Integer): Integer {
    const width = common(left, right);
    const term = terms.combine(BITWISE[operator], wide(left, width), wide(right, width));
    const { low, high } = bitwiseRange(operator, left, right, width);
    return within(term, low, high);
  }

  /** Exact left shift by a count from 0 to `most`. */
  function shiftLeft(left: Integer, count: Integer, most: number): Integer {
    const width = (left.term.sort as number) + most;
    const factor = 1n << BigInt(most);
    const term = terms.combine('bvshl', wide(left, width), wide(count, width));
    return within(term, least([left.low, left.low * factor]), greatest([left.high, left.high * factor]));
  }

  /** Arithmetic right shift by a count from 0 upwards: rounds towards minus infinity. */
  function shiftRight(left: Integer, count: Integer): Integer {
    const width = common(left, count);
    const term = terms.combine('bvashr', wide(left, width), wide(count, width));
    return within(term, least([left.low, 0n]), greatest([left.high, -1n, left.low < 0n ? -1n : 0n]));
  }

  /** Quotient rounded towards zero and the remainder that goes with it. The divisor is not zero. */
  function divide(
    left: Integer,
    right: Integer,
  ): { readonly quotient: Integer; readonly remainder: Integer } {
    const width = common(left, right) + 1;
    const size = greatest([left.high, -left.low, 0n]);
    const rest = least([size, greatest([right.high, -right.low, 1n]) - 1n]);
    const [dividend, divisor] = [wide(left, width), wide(right, width)];
    return {
      quotient: within(terms.combine('bvsdiv', dividend, divisor), -size, size),
      remainder: within(
        terms.combine('bvsrem', dividend, divisor),
        left.low < 0n ? -rest : 0n,
        left.high > 0n ? rest : 0n,
      ),
    };
  }

  return {
    ...{ input, constant, add, subtract, multiply, negate, less, atMost, same, isZero, isNegative },
    ...{ inInterval, outside, wrap, restrict, choose, bitwise, shiftLeft, shiftRight, divide },
  };
}

const BITWISE = { '&': 'bvand', '|': 'bvor', '^': 'bvxor' } as const;

const CORNERS = {
  bvadd: (left: Integer, right: Integer) => [left.low + right.low, left.high + right.high],
  bvsub: (left: Integer, right: Integer) => [left.low - right.high, left.high - right.low],
  bvmul: (left: Integer, right: Integer) => [
    left.low * right.low,
    left.low * right.high,
    left.high * right.low,
    left.high * right.high,
  ],
};

function bitwiseRange(operator: '&' | '|' | '^', left: Integer, right: Integer, width: number) {
  const all = rangeOf({ bits: width, signed: true });
  if (operator === '&') {
    // A mask that is not negative bounds the result whatever the other operand is.
    const masks = [left, right].filter(({ low }) => low >= 0n).map(({ high }) => high);
    return masks.length > 0 ? { low: 0n, high: least(masks) } : all;
  }
  return left.low >= 0n && right.low >= 0n ? { low: 0n, high: all.high } : all;
}

/** Smallest two's complement width that holds both. */
function widthOf(low: bigint, high: bigint): number {
  let width = 1;
  while (low < -(1n << BigInt(width - 1)) || high > (1n << BigInt(width - 1)) - 1n) width += 1;
  return width;
}

function least(values: readonly bigint[]): bigint {
  return values.reduce((best, value) => (value < best ? value : best));
}

function greatest(values: readonly bigint[]): bigint {
  return values.reduce((best, value) => (value > best ? value : best));
}
