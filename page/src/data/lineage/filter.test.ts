import { describe, expect, test } from 'vitest';

import { candidateSet } from './candidate-set.ts';
import { filterOf, queryOf } from './filter-query.ts';
import type { LineageFilter } from './filter.ts';
import { countOf, filtered, nextMatch } from './filter.ts';

const SET = candidateSet({
  number: [0, 1, 2, 3, 5],
  parent: [-1, 0, 0, 1, 3],
  mates: {},
  score: [5, 4, null, 3, 3.5],
  outcome: [0, 1, 2, 1, 3],
  operator: [0, 1, 2, 3, 3],
  outcomes: ['baseline', 'kept', 'invalid', 'discarded'],
  operators: ['task none', 'mutation jitter', 'mutation swap', 'llm rewrite'],
  size: [1, 1, 1, 1, 1],
  winnerPath: [0, 1, 3],
});
const ALL: LineageFilter = {
  outcomes: [],
  operator: null,
  island: null,
  least: null,
  most: null,
  text: '',
};

const numbers = (change: Partial<LineageFilter>, told: ReadonlySet<number> | null = null): number[] => {
  const matches = filtered(SET, { ...ALL, ...change }, 2, told)!;
  return [...SET.number].filter((_, place) => matches[place] === 1);
};

test('nothing asked for is no filter', () => {
  expect(filtered(SET, ALL, 2, null)).toBeNull();
});

test.each([
  [{ outcomes: ['kept'] }, [1, 3]],
  [{ outcomes: ['kept', 'invalid'] }, [1, 2, 3]],
  [{ operator: 'mutation' }, [1, 2]],
  [{ operator: 'mutation swap' }, [2]],
  [{ operator: 'mutation s' }, []],
  [{ island: 1 }, [1, 3, 5]],
  [{ least: 3.5 }, [0, 1, 5]],
  [{ least: 3.2, most: 4 }, [1, 5]],
  [{ text: '#3' }, [3]],
  [{ text: '5' }, [5]],
  [{ text: 'JITTER' }, [1]],
  [{ text: 'llm', outcomes: ['kept'] }, [3]],
])('%o passes %j', (change, expected) => {
  expect(numbers(change)).toEqual(expected);
});

test('words of summaries come from the server, and stand beside operators', () => {
  expect(numbers({ text: 'swap' }, new Set([0, 5]))).toEqual([0, 2, 5]);
});

describe('matches', () => {
  const matches = Uint8Array.from([0, 1, 0, 0, 1]);

  test('are walked through in a circle', () => {
    expect(nextMatch(matches, -1, 1)).toBe(1);
    expect(nextMatch(matches, 1, 1)).toBe(4);
    expect(nextMatch(matches, 4, 1)).toBe(1);
    expect(nextMatch(matches, 1, -1)).toBe(4);
    expect(nextMatch(matches, 0, -1)).toBe(4);
    expect(nextMatch(new Uint8Array(3), 0, 1)).toBe(-1);
  });

  test('are counted beyond what a byte holds', () => {
    expect(countOf(new Uint8Array(1000).fill(1))).toBe(1000);
  });
});

test('a filter stands in the address as it was', () => {
  const filter = {
    outcomes: ['kept', 'invalid'],
    operator: 'llm rewrite',
    island: 0,
    least: -1.5,
    most: null,
    text: 'x y',
  };
  const query = Object.entries(queryOf(filter)).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  expect(filterOf(Object.fromEntries(query))).toEqual(filter);
  expect(filterOf({ from: 'nonsense', island: '' })).toEqual(ALL);
});
