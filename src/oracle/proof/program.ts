import type { Exact } from '../checks/exact-arithmetic.ts';

/**
 * The small language that both front ends translate to. Integers are mathematical integers; where a language wraps,
 * rounds or leaves something undefined, the tree says so. It is evaluated in `evaluate.ts` and executed symbolically in
 * `symbolic/execute.ts`: neither knows the language it came from.
 */
export interface Program {
  /**
   * `double`: values are JavaScript numbers. `integer`: they have the fixed width of their C type. `real`: they are the
   * real numbers of mathematics.
   */
  readonly numbers: 'double' | 'integer' | 'real';
  /** The function in question. */
  readonly entry: string;
  /** The entry and what it calls; none reaches itself. */
  readonly functions: { readonly [name: string]: ProgramFunction };
}

export interface ProgramFunction {
  readonly parameters: readonly ProgramParameter[];
  readonly body: readonly Statement[];
}

export interface ProgramParameter {
  readonly variable: string;
  /** What an argument is converted to on the way in; null where the language converts nothing. */
  readonly type: IntegerType | 'boolean' | null;
}

export interface IntegerType {
  readonly bits: number;
  readonly signed: boolean;
}

export type Kind = 'number' | 'boolean';

/** Ends the execution of a function before it has a result. */
export interface Failure {
  /** `undefined`: the language defines nothing here. `unmodelled`: what happens here is outside the subset. */
  readonly kind: 'undefined' | 'unmodelled';
  readonly reason: string;
}

export type Statement =
  | { readonly kind: 'assign'; readonly variable: string; readonly value: Expression }
  | { readonly kind: 'evaluate'; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  | {
      readonly kind: 'loop';
      readonly condition: Expression;
      readonly body: readonly Statement[];
      readonly update: readonly Statement[];
      /** False for `do … while`. */
      readonly testFirst: boolean;
    }
  /** A block that `break` leaves: what a `switch` becomes. */
  | { readonly kind: 'breakable'; readonly body: readonly Statement[] }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Expression | null }
  | { readonly kind: 'throw' }
  | { readonly kind: 'fail'; readonly failure: Failure };

/** What becomes of a result that is not representable. */
export type Arithmetic =
  /** Rounded to the nearest double, ties to even (IEEE 754-2019, 4.3.1), with its negative zero. */
  | { readonly kind: 'double' }
  /** Reduced modulo 2^bits. */
  | { readonly kind: 'wrapping'; readonly type: IntegerType }
  /** Kept: of real numbers. */
  | { readonly kind: 'exact' }
  /** Undefined behaviour. */
  | { readonly kind: 'checked'; readonly type: IntegerType };

/** What division by zero is: NaN or an infinity that a conversion to 32 bits turns into 0, or a failure. */
export type ByZero = { readonly kind: 'zero' } | { readonly kind: 'failure'; readonly failure: Failure };

export type Expression =
  | { readonly kind: 'integer'; readonly value: bigint }
  /** A real number. */
  | { readonly kind: 'rational'; readonly value: Exact }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'variable'; readonly variable: string }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*';
      readonly left: Expression;
      readonly right: Expression;
      readonly arithmetic: Arithmetic;
    }
  | { readonly kind: 'negate'; readonly operand: Expression; readonly arithmetic: Arithmetic }
  | {
      readonly kind: 'divide';
      /** `remainder` has the dividend's sign; the quotient is rounded as `rounding` says. */
      readonly result: 'quotient' | 'remainder';
      readonly rounding: 'truncate' | 'floor' | 'ceiling';
      readonly left: Expression;
      readonly right: Expression;
      readonly byZero: ByZero;
      readonly arithmetic: Arithmetic;
    }
  /** Of real numbers. By zero it is undefined. */
  | { readonly kind: 'ratio'; readonly left: Expression; readonly right: Expression }
  /** On the infinite two's complement of both operands, which have the same type. */
  | {
      readonly kind: 'bitwise';
      readonly operator: '&' | '|' | '^';
      readonly left: Expression;
      readonly right: Expression;
    }
  /** The operand has the type. A count outside its width is undefined behaviour, or taken modulo 32 when `masked`. */
  | {
      readonly kind: 'shift';
      readonly operator: '<<' | '>>';
      readonly left: Expression;
      readonly count: Expression;
      readonly type: IntegerType;
      readonly masked: boolean;
    }
  /** Modulo 2^bits; clears the sign of zero. */
  | { readonly kind: 'convert'; readonly operand: Expression; readonly type: IntegerType }
  | {
      readonly kind: 'compare';
      readonly operator: '===' | '<' | '<=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'same-boolean'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  /** Of an integer: it is not zero. */
  | { readonly kind: 'truth'; readonly operand: Expression }
  /** Of a boolean: 0 or 1. */
  | { readonly kind: 'number-of'; readonly operand: Expression }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: 'extreme';
      readonly which: 'minimum' | 'maximum';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'absolute'; readonly operand: Expression }
  | { readonly kind: 'sign'; readonly operand: Expression }
  /** Of the operand's lowest 32 bits. */
  | { readonly kind: 'leading-zeros'; readonly operand: Expression }
  /** Fails where the condition does not hold. */
  | {
      readonly kind: 'require';
      readonly condition: Expression;
      readonly otherwise: Failure;
      readonly operand: Expression;
    }
  | { readonly kind: 'call'; readonly function: string; readonly arguments: readonly Expression[] };

/** What is computed from numbers; the rest is the same whatever a number is. */
export type NumericExpression = Exclude<
  Expression,
  { readonly kind: 'boolean' | 'variable' | 'same-boolean' | 'not' | 'conditional' | 'require' | 'call' }
>;

/** Smallest and greatest value of a type. */
export function rangeOf({ bits, signed }: IntegerType): { readonly low: bigint; readonly high: bigint } {
  return signed
    ? { low: -(1n << BigInt(bits - 1)), high: (1n << BigInt(bits - 1)) - 1n }
    : { low: 0n, high: (1n << BigInt(bits)) - 1n };
}

/** A loop that goes round more often is outside what is modelled. */
export const MOST_ITERATIONS = 130;

/** Statements and expressions visited in one execution, loops unrolled and calls inlined, before it is called too large. */
export const MOST_STEPS = 100_000;

export const FAILURES = {
  tooLarge: { kind: 'unmodelled', reason: `more than ${MOST_STEPS} steps with loops unrolled` },
  loop: { kind: 'unmodelled', reason: `a loop may go round more than ${MOST_ITERATIONS} times` },
  noValue: { kind: 'unmodelled', reason: 'a function that is called may end without a value' },
  large: { kind: 'unmodelled', reason: 'a number may be larger than 2^80' },
  quotient: { kind: 'unmodelled', reason: 'a division may have operands that together exceed 2^53' },
  fraction: { kind: 'unmodelled', reason: 'a fraction grows beyond 4096 bits' },
  division: { kind: 'undefined', reason: 'division by zero' },
  overflow: { kind: 'undefined', reason: 'signed overflow' },
  shift: { kind: 'undefined', reason: 'shift out of range' },
  noReturn: { kind: 'undefined', reason: 'no value is returned' },
  uninitialised: { kind: 'undefined', reason: 'a variable is read before it is set' },
  notANumber: { kind: 'unmodelled', reason: 'a division by zero may give NaN or an infinity' },
  unset: { kind: 'unmodelled', reason: 'a variable may be read while it is undefined' },
} as const satisfies { readonly [name: string]: Failure };
