import { describe, expect, test } from 'vitest';
import type { Json } from '../../kernel/json.ts';
import { comparisonSchema, sameAnswer } from './compare.ts';

function same(given: Json, expected: Json, written: unknown = 'exact'): boolean {
  return sameAnswer(given, expected, comparisonSchema.parse(written));
}

describe('exact', () => {
  test.each<[Json, Json]>([
    [1, 1],
    [NaN, NaN],
    [-Infinity, -Infinity],
    [
      { a: [1, 'x', null], b: true },
      { b: true, a: [1, 'x', null] },
    ],
    [[], []],
  ])('%j is %j', (given, expected) => expect(same(given, expected)).toBe(true));

  test.each<[Json, Json]>([
    [-0, 0],
    [NaN, 0],
    [NaN, null],
    [Infinity, -Infinity],
    [1, 1 + Number.EPSILON],
    ['1', 1],
    [1, true],
    [[], {}],
    [[], null],
    [[1, 2], [1]],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ length: 0 }, []],
    [{ toString: 1 }, { a: 1 }],
    [
      [2, 1],
      [1, 2],
    ],
  ])('%j is not %j', (given, expected) => expect(same(given, expected)).toBe(false));
});

describe('within tolerances', () => {
  test.each<[Json, Json, unknown, boolean]>([
    [100.5, 100, { relative: 0.005 }, true],
    [100.51, 100, { relative: 0.005 }, false],
    [0.001, 0, { relative: 1 }, false],
    [0.001, 0, { absolute: 0.001 }, true],
    [-0, 0, { relative: 0 }, true],
    [NaN, 1, { absolute: 1e300 }, false],
    [Infinity, 1e308, { relative: 10 }, false],
    [1e308, Infinity, { relative: 10 }, false],
    [Infinity, Infinity, { relative: 0.1 }, true],
    [NaN, NaN, { relative: 0.1 }, true],
    [[1.01, { a: 2.01 }], [1, { a: 2 }], { absolute: 0.02 }, true],
    ['1.01', '1', { absolute: 1 }, false],
  ])('%j for %j under %j: %s', (given, expected, written, is) =>
    expect(same(given, expected, written)).toBe(is),
  );
});

describe('unordered', () => {
  test.each<[Json, Json, unknown, boolean]>([
    [[3, 1, 2], [1, 2, 3], 'unordered', true],
    [[1, 1, 2], [1, 2, 2], 'unordered', false],
    [[10, 9], [9, 10], 'unordered', true],
    [[0, -0], [-0, 0], 'unordered', true],
    [[NaN, 1], [1, NaN], 'unordered', true],
    [[{ b: 1, a: 2 }, [2], 'x', null, true], [null, true, 'x', [2], { a: 2, b: 1 }], 'unordered', true],
    [[[2, 1]], [[1, 2]], 'unordered', false],
    [[2.01, 1.01], [1, 2], { absolute: 0.02, unordered: true }, true],
    [[2.01, 1.5], [1, 2], { absolute: 0.02, unordered: true }, false],
    ['ab', 'ba', 'unordered', false],
  ])('%j for %j under %j: %s', (given, expected, written, is) =>
    expect(same(given, expected, written)).toBe(is),
  );
});

test.each([{ relative: -1 }, { tolerance: 1 }, 'loose', null])('%j is no comparison', (written) => {
  expect(comparisonSchema.safeParse(written).success).toBe(false);
});
