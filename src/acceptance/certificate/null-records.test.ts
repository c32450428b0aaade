import { describe, expect, test } from 'vitest';
import { createRandom } from '../../kernel/random.ts';
import { nullRecords } from './null-records.ts';

/** Every order of 0..n-1. */
function* orders(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield [];
  for (const first of items) {
    for (const rest of orders(items.filter((item) => item !== first))) yield [first, ...rest];
  }
}

function recordsIn(figures: readonly number[]): number {
  let best = figures[0]!;
  let records = 0;
  for (const figure of figures.slice(1)) {
    if (figure > best) {
      best = figure;
      records += 1;
    }
  }
  return records;
}

describe('records on noise alone', () => {
  test('are 6.13 ± 2.34 of 700 candidates', () => {
    const { expected, deviation } = nullRecords(700, 0);
    expect(expected).toBeCloseTo(6.13, 2);
    expect(deviation).toBeCloseTo(2.34, 2);
  });

  test('are as many as in all orders of a few figures', () => {
    const counts = [...orders([0, 1, 2, 3, 4, 5])].map(recordsIn);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    for (let records = 0; records <= 6; records += 1) {
      const { expected, deviation, probability } = nullRecords(5, records);
      expect(expected).toBeCloseTo(mean, 12);
      expect(deviation ** 2).toBeCloseTo(variance, 12);
      expect(probability).toBeCloseTo(counts.filter((count) => count >= records).length / counts.length, 12);
    }
  });

  test('are as many as a simulated best-so-far loop keeps', () => {
    const random = createRandom('null records');
    const runs = Array.from({ length: 400 }, () =>
      recordsIn(Array.from({ length: 301 }, () => random.next())),
    );
    const mean = runs.reduce((sum, count) => sum + count, 0) / runs.length;
    const { expected, deviation } = nullRecords(300, 0);
    expect(Math.abs(mean - expected)).toBeLessThan((4 * deviation) / Math.sqrt(runs.length));
  });

  test('are none without a candidate, and never more than there are candidates', () => {
    expect(nullRecords(0, 0)).toMatchObject({ expected: 0, deviation: 0, probability: 1 });
    expect(nullRecords(3, 4).probability).toBe(0);
    expect(nullRecords(3, 3).probability).toBeCloseTo(1 / 24, 12);
  });
});
