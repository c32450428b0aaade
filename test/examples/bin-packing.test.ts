import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance, ScoreTable } from '../../examples/bin-packing/oracle/pack.ts';
import { meanExcess, packOnline } from '../../examples/bin-packing/oracle/pack.ts';
import { weibullInstances } from '../../examples/bin-packing/oracle/weibull.ts';
import { createRandom } from '../../src/kernel/random.ts';

const published = JSON.parse(
  readFileSync(new URL('../../examples/bin-packing/data/binpack.json', import.meta.url), 'utf8'),
) as { readonly [set: string]: readonly Instance[] };

function tabulate(capacity: number, rule: (item: number, space: number) => number): ScoreTable {
  return Array.from({ length: capacity + 1 }, (_, item) =>
    Array.from({ length: capacity + 1 }, (_unused, space) => (space >= item ? rule(item, space) : 0)),
  );
}

/** A second method: bins in a list, each looked at in turn, as the published program does. */
function packNaively({ capacity, items }: Instance, table: ScoreTable): number {
  const rooms: number[] = items.map(() => capacity);
  for (const item of items) {
    let best = -1;
    for (const [bin, room] of rooms.entries()) {
      if (room < item) continue;
      if (best === -1 || table[item]![room]! > table[item]![rooms[best]!]!) best = bin;
    }
    rooms[best]! -= item;
  }
  return rooms.filter((room) => room < capacity).length;
}

describe('online packing', () => {
  it('gives best fit the excess published with FunSearch', () => {
    const bestFit = (item: number, space: number): number => item - space;
    expect(meanExcess(published['W5k']!, tabulate(100, bestFit))).toBeCloseTo(3.98, 2);
    expect(meanExcess(published['OR3']!, tabulate(150, bestFit))).toBeCloseTo(5.37, 2);
  });

  it('gives first fit the excess published with FunSearch', () => {
    const firstFit = (): number => 0;
    expect(meanExcess(published['W5k']!, tabulate(100, firstFit))).toBeCloseTo(4.23, 2);
    expect(meanExcess(published['OR3']!, tabulate(150, firstFit))).toBeCloseTo(5.74, 2);
  });

  it('opens as many bins as looking at every bin in turn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 441, maxLength: 441 }),
        (items, scores) => {
          const table = tabulate(20, (item, space) => scores[item * 21 + space]!);
          const instance = { capacity: 20, items };
          expect(packOnline(instance, table)).toBe(packNaively(instance, table));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('draws sizes with the mean of the Weibull distribution', () => {
    const [instance] = weibullInstances(createRandom('sizes'), 1, 20_000);
    const mean = instance!.items.reduce((sum, size) => sum + size, 0) / 20_000;
    // 45 * Gamma(4/3) = 40.18, standard deviation 14.6 (Weibull, shape 3): four standard errors.
    expect(Math.abs(mean - 40.18)).toBeLessThan(0.42);
  });
});
