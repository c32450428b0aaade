import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBrailleCanvas } from './braille.ts';
import { divideCells, meter } from './meter.ts';
import { createRate } from './rate.ts';

describe('divided bar', () => {
  it('uses every cell and shows every count', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 6, max: 120 }), (numbers, cells) => {
        const shares = numbers.map((count, name) => ({ name, count }));
        const parts = divideCells(shares, cells);
        const total = numbers.reduce((sum, count) => sum + count, 0);
        if (total === 0) {
          expect(parts).toEqual([]);
          return;
        }
        expect(parts.reduce((sum, part) => sum + part.cells, 0)).toBe(cells);
        expect(parts.map((part) => part.name)).toEqual(
          shares.filter(({ count }) => count > 0).map(({ name }) => name),
        );
        for (const part of parts) expect(part.cells).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('divides even shares evenly and exact ones exactly', () => {
    const divide = (...counts: readonly number[]) =>
      divideCells(
        counts.map((count, name) => ({ name, count })),
        10,
      ).map((part) => part.cells);
    expect(divide(1, 1)).toEqual([5, 5]);
    expect(divide(30, 70)).toEqual([3, 7]);
    expect(divide(1, 9999)).toEqual([1, 9]);
  });

  it('fills a meter to its share', () => {
    expect([0, 0.5, 1, 7].map((share) => meter(share, 4))).toEqual(['░░░░', '██░░', '████', '████']);
  });
});

describe('braille', () => {
  it('numbers the dots as Unicode does', () => {
    const dots: readonly [number, number, string][] = [
      [0, 0, '⠁'],
      [0, 1, '⠂'],
      [0, 2, '⠄'],
      [1, 0, '⠈'],
      [1, 1, '⠐'],
      [1, 2, '⠠'],
      [0, 3, '⡀'],
      [1, 3, '⢀'],
    ];
    for (const [x, y, character] of dots) {
      const canvas = createBrailleCanvas(1, 1);
      canvas.set(x, y);
      expect(canvas.cell(0, 0)).toBe(character);
    }
    const canvas = createBrailleCanvas(2, 1);
    for (const [x, y] of dots) canvas.set(x, y);
    canvas.set(-1, 0);
    canvas.set(4, 0);
    expect([canvas.cell(0, 0), canvas.cell(1, 0)]).toEqual(['⣿', null]);
  });
});

describe('rate', () => {
  it('measures growth over the last ten seconds', () => {
    const rate = createRate();
    rate.sample(0, 0);
    expect(rate.perSecond()).toBeNull();
    for (let now = 100; now <= 20_000; now += 100) rate.sample(now, now / 100);
    expect(rate.perSecond()).toBeCloseTo(10, 6);
    for (let now = 20_100; now <= 40_000; now += 100) rate.sample(now, 200 + (now - 20_000) / 20);
    expect(rate.perSecond()).toBeCloseTo(50, 6);
  });
});
