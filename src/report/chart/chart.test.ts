import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearScale, tickDecimals, ticks, tickStep } from './axis.ts';
import { spreadLabels } from './labels.ts';
import type { StepChart } from './step-chart.ts';
import { renderStepChart } from './step-chart.ts';

describe('axis', () => {
  it('maps linearly', () => {
    const scale = linearScale(10, 20, 100, 0);
    expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
    expect(linearScale(3, 3, 0, 10)(3)).toBe(5);
  });

  it('puts ticks on round values', () => {
    expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(tickDecimals(tickStep(0, 0.3, 3))).toBe(1);
    expect(tickDecimals(tickStep(0, 3000, 3))).toBe(0);
  });

  it('keeps ticks inside, evenly spaced, and not more than asked for by one', () => {
    const bounds = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(bounds, fc.integer({ min: 2, max: 12 }), ([from, width], count) => {
        const step = tickStep(from, from + width, count);
        const marks = ticks(from, from + width, count);
        expect(marks.length).toBeLessThanOrEqual(count + 1);
        for (const mark of marks) {
          expect(mark).toBeGreaterThanOrEqual(from - step * 1e-6);
          expect(mark).toBeLessThanOrEqual(from + width + step * 1e-6);
        }
      }),
    );
  });
});

describe('labels', () => {
  it('keep their order and distance inside the frame when they fit', () => {
    const heights = fc.array(fc.double({ min: -50, max: 150, noNaN: true }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(heights, (ys) => {
        const spread = spreadLabels(
          ys.map((y) => ({ y })),
          10,
          0,
          100,
        ).map(({ y }) => y);
        for (const [index, y] of spread.entries()) {
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(100);
          if (index > 0) expect(y - spread[index - 1]!).toBeGreaterThanOrEqual(10 - 1e-9);
        }
      }),
    );
  });

  it('stay where they belong when nothing is in the way', () => {
    expect(spreadLabels([{ y: 70 }, { y: 20 }], 10, 0, 100)).toEqual([{ y: 20 }, { y: 70 }]);
  });
});

describe('step chart', () => {
  const chart: StepChart = {
    width: 400,
    height: 200,
    title: 't',
    yTitle: 'y',
    xTitle: 'x',
    series: [
      {
        tone: 'run',
        style: 'solid',
        label: 'run',
        end: 10,
        points: [
          { evaluation: 0, value: 4 },
          { evaluation: 5, value: 2 },
        ],
        marks: [{ evaluation: 5, value: 2, title: 'kept' }],
      },
    ],
  };

  it('draws a step: level, then down at the evaluation, then level to the end', () => {
    const [, x0, y0, x1, y1, x2] = /d="M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H([\d.]+)"/.exec(
      renderStepChart(chart).markup,
    )!;
    expect(Number(x1)).toBeCloseTo((Number(x0) + Number(x2)) / 2, 0);
    expect(Number(y1)).toBeGreaterThan(Number(y0));
    expect(renderStepChart(chart).markup).toMatch(new RegExp(`cx="${x1}"\\s+cy="${y1}"`));
  });

  it('draws axes around nothing', () => {
    expect(renderStepChart({ ...chart, series: [] }).markup).not.toMatch(/NaN|Infinity|undefined/);
  });
});
