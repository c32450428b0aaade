import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';

/**
 * When an answer counts as the expected one. `exact`: the same in every bit, so that 0 is not -0. With tolerances two
 * numbers are equal when they differ by at most `absolute + relative * |expected|`. Unordered lists are sorted first: the
 * outermost one alone.
 */
export interface Comparison {
  readonly tolerance: { readonly relative: number; readonly absolute: number } | null;
  readonly unordered: boolean;
}

const share = z.number().nonnegative().default(0);

/** How a task file writes a {@link Comparison}. */
export const comparisonSchema = z.union([
  z.literal('exact').transform((): Comparison => EXACT),
  z.literal('unordered').transform((): Comparison => ({ tolerance: null, unordered: true })),
  z
    .strictObject({ relative: share, absolute: share, unordered: z.boolean().default(false) })
    .transform(({ relative, absolute, unordered }): Comparison => ({
      tolerance: { relative, absolute },
      unordered,
    })),
]);

export const EXACT: Comparison = { tolerance: null, unordered: false };

/**
 * Whether a candidate's answer is the expected one. NaN and the infinities equal themselves alone, so that an answer is
 * not finite only where the expected one is not. Keys have no order.
 */
export function sameAnswer(given: Json, expected: Json, comparison: Comparison): boolean {
  if (comparison.unordered && Array.isArray(given) && Array.isArray(expected))
    return equal(given.toSorted(inOrder), expected.toSorted(inOrder), comparison);
  return equal(given, expected, comparison);
}

function equal(given: Json, expected: Json, comparison: Comparison): boolean {
  if (typeof given === 'number' && typeof expected === 'number')
    return equalNumbers(given, expected, comparison);
  if (typeof given !== 'object' || typeof expected !== 'object' || given === null || expected === null)
    return given === expected;
  if (Array.isArray(given) || Array.isArray(expected))
    return (
      Array.isArray(given) &&
      Array.isArray(expected) &&
      given.length === expected.length &&
      given.every((item: Json, index) => equal(item, expected[index] as Json, comparison))
    );
  const left = Object.entries(given);
  const right = new Map(Object.entries(expected));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && equal(value, right.get(key)!, comparison))
  );
}

function equalNumbers(given: number, expected: number, { tolerance }: Comparison): boolean {
  if (Object.is(given, expected)) return true;
  if (tolerance === null || !Number.isFinite(given) || !Number.isFinite(expected)) return false;
  return Math.abs(given - expected) <= tolerance.absolute + tolerance.relative * Math.abs(expected);
}

/** A total order of plain data: by kind, then by size, code units or item after item. */
function inOrder(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') {
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return left < right
      ? -1
      : Number(left > right) || Number(Object.is(right, -0)) - Number(Object.is(left, -0));
  }
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (Array.isArray(left) && Array.isArray(right)) return listsInOrder(left, right);
  if (isObject(left) && isObject(right)) return listsInOrder(sortedEntries(left), sortedEntries(right));
  return rank(left) - rank(right);
}

function listsInOrder(left: readonly Json[], right: readonly Json[]): number {
  for (const [index, item] of left.entries()) {
    if (index >= right.length) return 1;
    const order = inOrder(item, right[index]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function sortedEntries(value: { readonly [key: string]: Json }): readonly Json[] {
  return Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rank(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 2 : 1;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
}
