import type { Exact } from '../checks/exact-arithmetic.ts';
import { compare } from '../checks/exact-arithmetic.ts';
import type { Failure } from './program.ts';
import { rationalText } from './rational.ts';

/** A `number` is a JavaScript number, a `bigint` a C integer, an `Exact` a real number in lowest terms. */
export type Value = number | bigint | boolean | Exact;

/** How a function ended on concrete inputs. */
export type FunctionOutcome =
  | { readonly kind: 'value'; readonly value: Value }
  /** It returned nothing: `undefined` in JavaScript. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'threw' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Are 0 and -0 the same result? */
export type ZeroRule = 'distinct' | 'equal';

/** True when both ended in the same way with the same result. Failures are never the same. */
export function sameOutcome(left: FunctionOutcome, right: FunctionOutcome, zeros: ZeroRule): boolean {
  if (left.kind === 'failed' || right.kind === 'failed') return false;
  if (left.kind !== 'value' || right.kind !== 'value') return left.kind === right.kind;
  return sameValue(left.value, right.value, zeros);
}

function sameValue(left: Value, right: Value, zeros: ZeroRule): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return left === right;
  if (typeof left === 'object' || typeof right === 'object')
    return typeof left === typeof right && compare(left as Exact, right as Exact) === 0;
  if (typeof left === 'number' && typeof right === 'number' && zeros === 'distinct')
    return Object.is(left, right);
  return BigInt(left) === BigInt(right);
}

/** As a person would write it. */
export function outcomeText(outcome: FunctionOutcome): string {
  switch (outcome.kind) {
    case 'value':
      return valueText(outcome.value);
    case 'nothing':
      return 'undefined';
    case 'threw':
      return 'an exception';
    case 'failed':
      return outcome.failure.kind === 'undefined'
        ? `undefined behaviour: ${outcome.failure.reason}`
        : `not modelled: ${outcome.failure.reason}`;
  }
}

function valueText(value: Value): string {
  if (typeof value === 'object') return rationalText(value);
  return Object.is(value, -0) ? '-0' : String(value);
}
