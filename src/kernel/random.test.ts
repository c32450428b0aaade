import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, deriveSeed, randomFrom } from './random.ts';

const DRAWS = 100_000;

/** The same generator in arbitrary precision, written from its description. */
function* referenceStream(seed: string): Generator<number> {
  const word = (value: bigint): bigint => value & 0xffffffffn;
  const fill = (start: bigint): bigint => {
    let state = start;
    for (let index = 0; index < seed.length; index += 1)
      state = word((state ^ BigInt(seed.charCodeAt(index))) * 16777619n);
    state = word((state ^ (state >> 16n)) * 0x85ebca6bn);
    state = word((state ^ (state >> 13n)) * 0xc2b2ae35n);
    return state ^ (state >> 16n);
  };
  let [a, b, c, counter] = [fill(0x9e3779b9n), fill(0x243f6a88n), fill(0xb7e15162n), 1n];
  const draw = (): bigint => {
    const sum = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word((word(c << 21n) | (c >> 11n)) + sum);
    return sum;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) draw();
  for (;;) yield Number((draw() << 21n) | (draw() >> 11n)) / 2 ** 53;
}

function draws(seed: string, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, random.next);
}

/** Pearson's statistic against equal shares. */
function chiSquare(bins: readonly number[], total: number): number {
  const expected = total / bins.length;
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function histogram(values: Iterable<number>, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) counts[value]! += 1;
  return counts;
}

// Upper and lower 0.1 % points of chi-square with 100 degrees of freedom, from the usual table.
const [LOWEST, HIGHEST] = [61.918, 149.449];

test('the stream is that of sfc32', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(draws(seed, 20)).toEqual(referenceStream(seed).take(20).toArray());
    }),
  );
});

test('one seed gives one stream, near seeds give unrelated ones', () => {
  expect(draws('seed', 50)).toEqual(draws('seed', 50));
  const seeds = Array.from({ length: 1000 }, (_, index) => deriveSeed('1', 'proposal', index));
  expect(new Set(seeds.map((seed) => draws(seed, 1)[0])).size).toBe(1000);
  const firsts = seeds.map((seed) => Math.floor(draws(seed, 1)[0]! * 101));
  const statistic = chiSquare(histogram(firsts, 101), 1000);
  expect(statistic).toBeGreaterThan(LOWEST);
  expect(statistic).toBeLessThan(HIGHEST);
});

describe('draws are uniform', () => {
  test.each(['1', 'a', 'a longer seed'])('alone and in pairs, seed "%s"', (seed) => {
    const random = createRandom(seed);
    const values = Array.from({ length: DRAWS }, () => random.below(101));
    const differences = values.map((value, index) => (value - values[(index + 1) % DRAWS]! + 101) % 101);
    for (const statistic of [values, differences].map((list) => chiSquare(histogram(list, 101), DRAWS))) {
      expect(statistic).toBeGreaterThan(LOWEST);
      expect(statistic).toBeLessThan(HIGHEST);
    }
  });
});

test('every draw keeps its range', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (seed, bound) => {
      const random = createRandom(seed);
      for (let draw = 0; draw < 20; draw += 1) {
        const value = random.next();
        expect(value >= 0 && value < 1).toBe(true);
        const whole = random.below(bound);
        expect(Number.isInteger(whole) && whole >= 0 && whole < bound).toBe(true);
      }
    }),
  );
});

test('the ends of the source are the ends of the range', () => {
  const ends = (value: number) => randomFrom(() => value);
  expect([ends(0).below(7), ends(1 - 2 ** -53).below(7)]).toEqual([0, 6]);
  expect([ends(0).pick(['a', 'b']), ends(1 - 2 ** -53).pick(['a', 'b'])]).toEqual(['a', 'b']);
  expect([ends(0).chance(0), ends(1 - 2 ** -53).chance(1)]).toEqual([false, true]);
  expect(Number.isFinite(ends(0).normal()) && Number.isFinite(ends(1 - 2 ** -53).normal())).toBe(true);
  expect(() => ends(0).pick([])).toThrow(RangeError);
});

test('chances come true as often as they say', () => {
  const random = createRandom('chance');
  const hits = Array.from({ length: DRAWS }, () => random.chance(0.3)).filter(Boolean).length;
  expect(Math.abs(hits / DRAWS - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / DRAWS));
});

test('normal deviates have mean 0, variance 1 and 95 % within 1.96', () => {
  const random = createRandom('normal');
  const values = Array.from({ length: DRAWS }, random.normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
  const within = values.filter((value) => Math.abs(value) < 1.959964).length / DRAWS;
  expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(DRAWS));
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / DRAWS));
  expect(Math.abs(within - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / DRAWS));
});

test('different parts name different seeds, whatever they hold', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '/', '\\'), maxLength: 3 });
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (left, right) => {
      const seed = ([first, ...rest]: string[]): string => deriveSeed(first!, ...rest);
      expect(seed(left) === seed(right)).toBe(JSON.stringify(left) === JSON.stringify(right));
    }),
    { numRuns: 2000 },
  );
  expect(deriveSeed('a', 'b/c')).not.toBe(deriveSeed('a/b', 'c'));
  expect(deriveSeed('a\\', 'b')).not.toBe(deriveSeed('a\\/b'));
  expect(deriveSeed('1', 'proposal', 7)).toBe('1/proposal/7');
});
