import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/python-knapsack');

/** What expressions over the oracle's module are worth in Python. */
function evaluate(program: string, input: unknown): unknown {
  const printed = execFileSync(
    'python3',
    ['-B', '-c', `import json, sys\nfrom random import Random\nfrom knapsack import *\n${program}`],
    { cwd: join(EXAMPLE, 'oracle'), input: JSON.stringify(input), encoding: 'utf8' },
  );
  return JSON.parse(printed);
}

interface Knapsack {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly capacity: number;
}

/** The best of all subsets. */
function bestSubset({ values, weights, capacity }: Knapsack): number {
  let best = 0;
  for (let subset = 0; subset < 2 ** values.length; subset += 1) {
    const taken = values
      .keys()
      .filter((item) => (subset >> item) & 1)
      .toArray();
    const weight = taken.reduce((sum, item) => sum + weights[item]!, 0);
    if (weight <= capacity)
      best = Math.max(
        best,
        taken.reduce((sum, item) => sum + values[item]!, 0),
      );
  }
  return best;
}

it('knows the optimum: that of looking at every subset', () => {
  const item = fc.record({
    value: fc.integer({ min: 1, max: 100 }),
    weight: fc.integer({ min: 1, max: 30 }),
  });
  const knapsacks = fc.sample(
    fc.record({
      items: fc.array(item, { minLength: 1, maxLength: 9 }),
      capacity: fc.integer({ min: 1, max: 120 }),
    }),
    { numRuns: 150, seed: 1 },
  );
  const asked = knapsacks.map(({ items, capacity }) => ({
    values: items.map(({ value }) => value),
    weights: items.map(({ weight }) => weight),
    capacity,
  }));
  const program =
    'print(json.dumps([optimum(tuple(k["values"]), tuple(k["weights"]), k["capacity"]) for k in json.load(sys.stdin)]))';
  expect(evaluate(program, asked)).toEqual(asked.map(bestSubset));
});

it('values a packing only if it is one', () => {
  const answers = [[], [0], [1, 2], [2, 1], [0, 1], [0, 0], [3], [-1], [1.5], [true], 'no', null, { 0: 1 }];
  const program =
    'print(json.dumps([worth(taken, [9, 5, 4], [6, 3, 3], 6) for taken in json.load(sys.stdin)]))';
  expect(evaluate(program, answers)).toEqual([0, 9, 9, 9, ...answers.slice(4).map(() => null)]);
});

it('draws the three kinds of instances, the known rule far from the optimum in one of them only', () => {
  const program = `
gaps = {}
for kind in ("none", "weak", "strong"):
    random = Random(1)
    gaps[kind] = 0
    for _ in range(300):
        values, weights, capacity = draw(random, 30, kind)
        assert 0.2 * sum(weights) - 1 < capacity <= 0.5 * sum(weights)
        if kind == "strong": assert all(value == weight + 10 for value, weight in zip(values, weights))
        if kind == "weak": assert all(abs(value - weight) <= 10 for value, weight in zip(values, weights))
        found = worth(by_density(values, weights, capacity), values, weights, capacity)
        gaps[kind] += (1 - found / optimum(tuple(values), tuple(weights), capacity)) / 3
print(json.dumps(gaps))`;
  const gaps = evaluate(program, null) as { readonly [kind: string]: number };
  for (const gap of Object.values(gaps)) expect(gap).toBeGreaterThan(0);
  expect(gaps['none']).toBeLessThan(gaps['strong']!);
});
