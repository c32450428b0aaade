import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createColorScale } from './color-scale.ts';
import type { HeatMapFigure } from './figure.ts';
import { renderHeatMap } from './heat-map.ts';

function figureOf(rows: readonly (readonly (number | null)[])[]): HeatMapFigure {
  const axis = { label: 'axis', start: 0, step: 1 };
  const panels = [{ label: 'panel', rows }];
  return {
    kind: 'heat-map',
    title: 't',
    caption: 'c',
    x: axis,
    y: axis,
    unit: '',
    scale: 'sequential',
    shared: false,
    panels,
  };
}

/** The cells the paths cover, as `column,row` in drawing coordinates. */
function coveredCells(markup: string): readonly string[] {
  return [...markup.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)].flatMap(([, start, row, length]) =>
    Array.from({ length: Number(length) }, (_, offset) => `${Number(start) + offset},${row}`),
  );
}

describe('heat map', () => {
  it('covers every finite cell once and no other, the first row lowest', () => {
    const cell = fc.oneof(
      fc.double({ min: -9, max: 9, noNaN: true }),
      fc.constantFrom(null, Infinity, Number.NaN),
    );
    const grid = fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))
      .chain(([columns, rows]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(grid, (rows) => {
        const finite = rows.flatMap((row, j) =>
          row.flatMap((value, i) => (Number.isFinite(value) ? [`${i},${rows.length - 1 - j}`] : [])),
        );
        const { markup } = renderHeatMap(figureOf(rows));
        expect(coveredCells(markup).toSorted()).toEqual(finite.toSorted());
        expect(markup).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });

  it('stays small on a large grid by sampling it', () => {
    const rows = Array.from({ length: 500 }, (_, j) =>
      Array.from({ length: 500 }, (_cell, i) => (i * 7919 + j * 104_729) % 997),
    );
    const { markup } = renderHeatMap(figureOf(rows));
    expect(coveredCells(markup).length).toBe(128 * 128);
    expect(markup.length).toBeLessThan(400_000);
  });
});

describe('color scale', () => {
  it('goes from the lowest to the highest value in even steps', () => {
    const scale = createColorScale([0, 10], 'sequential', 5);
    expect([0, 1.9, 2.1, 9.9, 10].map(scale.levelOf)).toEqual([0, 0, 1, 4, 4]);
    expect([scale.colors[0], scale.colors[4]]).toEqual(['#00224e', '#fee838']);
  });

  it('centres a diverging scale on zero', () => {
    const scale = createColorScale([-1, 4], 'diverging', 7);
    expect([scale.low, scale.high, scale.levelOf(0), scale.colors[3]]).toEqual([-4, 4, 3, '#f7f7f7']);
  });

  it('does not let few extreme values wash out the rest, and says so', () => {
    const values = [...Array.from({ length: 999 }, (_, index) => index / 999), 1e9];
    const scale = createColorScale(values, 'sequential', 10);
    expect(scale.clipped).toBe(true);
    expect(scale.high).toBeLessThan(1);
    expect(createColorScale([0, 1, 2], 'sequential', 10).clipped).toBe(false);
  });
});
