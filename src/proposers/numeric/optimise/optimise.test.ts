import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../kernel/random.ts';
import { maximizeConstrained, type ConstrainedProblem } from './augmented-lagrangian.ts';
import { cmaConstants } from './cma-constants.ts';
import { minimizeCmaEs } from './cma-es.ts';
import { minimizeLbfgs } from './lbfgs.ts';
import { dot, type SmoothFunction } from './smooth-function.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { createWorkMeter } from './work-meter.ts';

/** Rosenbrock's valley in any dimension: its only minimum reached from the usual start is 0 at (1, ..., 1). */
const rosenbrock: SmoothFunction = (x, gradient) => {
  gradient.fill(0);
  let sum = 0;
  for (let index = 0; index + 1 < x.length; index += 1) {
    const bend = x[index + 1]! - x[index]! ** 2;
    const rest = 1 - x[index]!;
    sum += 100 * bend ** 2 + rest ** 2;
    gradient[index]! += -400 * x[index]! * bend - 2 * rest;
    gradient[index + 1]! += 200 * bend;
  }
  return sum;
};

const LOCAL = { memory: 10, iterations: 500, gradientTolerance: 1e-9 };

function expectAll(point: Float64Array, expected: number, digits: number): void {
  for (const value of point) expect(value).toBeCloseTo(expected, digits);
}

describe('L-BFGS', () => {
  it('finds the minimum of quadratics whose curvatures differ a million times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (centre) => {
          const curvature = centre.map(
            (_, index) => 10 ** ((6 * index) / Math.max(1, centre.length - 1) - 3),
          );
          const target: SmoothFunction = (x, gradient) => {
            let sum = 0;
            for (const [index, middle] of centre.entries()) {
              gradient[index] = 2 * curvature[index]! * (x[index]! - middle);
              sum += curvature[index]! * (x[index]! - middle) ** 2;
            }
            return sum;
          };
          const { point } = minimizeLbfgs(
            target,
            new Float64Array(centre.length),
            LOCAL,
            createWorkMeter(20_000),
          );
          for (const [index, middle] of centre.entries()) expect(point[index]).toBeCloseTo(middle, 5);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([2, 10, 30])('follows the valley of Rosenbrock in %i dimensions', (dimension) => {
    const start = Float64Array.from({ length: dimension }, (_, index) => (index % 2 === 0 ? -1.2 : 1));
    const meter = createWorkMeter(5000);
    const { point, value } = minimizeLbfgs(rosenbrock, start, LOCAL, meter);
    // In four and more dimensions there is a second local minimum near (-1, 1, ..., 1), of value about 3.99 (Kok & Sandrock 2009).
    if (value < 1) expectAll(point, 1, 6);
    else expect(value).toBeCloseTo(3.99, 1);
    expect(meter.left()).toBeGreaterThan(0);
  });

  it('stops when its work is used up, at the best point it has seen', () => {
    const start = new Float64Array([-1.2, 1]);
    const meter = createWorkMeter(12);
    const { point, value } = minimizeLbfgs(rosenbrock, start, LOCAL, meter);
    expect(meter.left()).toBe(0);
    expect(value).toBeLessThan(24.2);
    expect(rosenbrock(point, new Float64Array(2))).toBe(value);
  });

  it('returns the start where the value is not finite', () => {
    const { point } = minimizeLbfgs(() => NaN, new Float64Array([3]), LOCAL, createWorkMeter(100));
    expect([...point]).toEqual([3]);
  });
});

describe('the method of multipliers', () => {
  const options = {
    rounds: 20,
    penalty: 1,
    growth: 4,
    greatestPenalty: 1e6,
    margin: 1e-9,
    local: { ...LOCAL, gradientTolerance: 1e-11 },
  };

  /** Maximise c . x inside the unit ball: |c| at c / |c|. */
  function ball(slope: Float64Array): ConstrainedProblem {
    return {
      constraints: 1,
      value: (x, scale, gradient) => {
        for (const [index, value] of slope.entries()) gradient[index]! += scale * value;
        return dot(slope, x);
      },
      violations: (x) => [dot(x, x) - 1],
      pullBack: (x, weights, gradient) => {
        for (const [index, value] of x.entries()) gradient[index]! += weights[0]! * 2 * value;
      },
    };
  }

  it('finds the top of a ball and stays inside it', () => {
    const slopes = fc
      .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 })
      .filter((slope) => Math.hypot(...slope) > 0.1);
    fc.assert(
      fc.property(slopes, (numbers) => {
        const slope = Float64Array.from(numbers);
        const start = Float64Array.from(numbers, (_, index) => 0.1 * (index + 1));
        const best = maximizeConstrained(ball(slope), start, options, createWorkMeter(50_000));
        expect(best.violation).toBeLessThanOrEqual(0);
        expect(best.value).toBeCloseTo(Math.hypot(...numbers), 6);
      }),
      { numRuns: 100 },
    );
  });

  it('finds the corner of a linear programme', () => {
    // max 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3, x, y >= 0: 11 at (3, 1).
    const rows = [
      [1, 1, 4],
      [1, 3, 6],
      [1, 0, 3],
      [-1, 0, 0],
      [0, -1, 0],
    ] as const;
    const problem: ConstrainedProblem = {
      constraints: rows.length,
      value: (x, scale, gradient) => {
        gradient[0]! += 3 * scale;
        gradient[1]! += 2 * scale;
        return 3 * x[0]! + 2 * x[1]!;
      },
      violations: (x) => rows.map(([a, b, limit]) => a * x[0]! + b * x[1]! - limit),
      pullBack: (_, weights, gradient) => {
        for (const [index, [a, b]] of rows.entries()) {
          gradient[0]! += weights[index]! * a;
          gradient[1]! += weights[index]! * b;
        }
      },
    };
    const best = maximizeConstrained(problem, new Float64Array(2), options, createWorkMeter(50_000));
    expect(best.violation).toBeLessThanOrEqual(0);
    expect(best.value).toBeCloseTo(11, 6);
    expect(best.point[0]).toBeCloseTo(3, 6);
    expect(best.point[1]).toBeCloseTo(1, 6);
  });
});

describe('eigenvectors of symmetric matrices', () => {
  it('rebuild the matrix and are orthonormal', () => {
    const matrices = fc
      .integer({ min: 1, max: 7 })
      .chain((size) =>
        fc
          .array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: size ** 2, maxLength: size ** 2 })
          .map((cells) =>
            Array.from({ length: size }, (_, row) =>
              Float64Array.from(
                { length: size },
                (_cell, column) => cells[Math.min(row, column) * size + Math.max(row, column)]!,
              ),
            ),
          ),
      );
    fc.assert(
      fc.property(matrices, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix);
        for (const [row, cells] of matrix.entries()) {
          for (const [column, cell] of cells.entries()) {
            const rebuilt = values.reduce(
              (sum, value, axis) => sum + vectors[row]![axis]! * value * vectors[column]![axis]!,
              0,
            );
            expect(rebuilt).toBeCloseTo(cell, 9);
            expect(dot(vectors[row]!, vectors[column]!)).toBeCloseTo(row === column ? 1 : 0, 9);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has the known values of a small matrix', () => {
    const { values } = symmetricEigen([new Float64Array([2, 1]), new Float64Array([1, 2])]);
    expect([...values.toSorted()]).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
  });
});

describe('CMA-ES', () => {
  it('has the constants of the tutorial in ten dimensions', () => {
    const { samples, weights, effective, expectedLength, ...rates } = cmaConstants(10);
    // ln(5.5 / i) for i = 1 to 5, normalised; worked out by hand.
    expect(samples).toBe(10);
    expect(weights.map((weight) => weight.toFixed(4))).toEqual([
      '0.4563',
      '0.2708',
      '0.1622',
      '0.0852',
      '0.0255',
    ]);
    expect(effective).toBeCloseTo(3.167, 3);
    // 5.167 / 18.167, 1 + 5.167 / 18.167, 4.3167 / 14.633, 2 / 130.86, 2 * 1.7328 / 147.17
    expect(rates.stepRate).toBeCloseTo(0.2844, 4);
    expect(rates.damping).toBeCloseTo(1.2844, 4);
    expect(rates.pathRate).toBeCloseTo(0.295, 4);
    expect(rates.rankOne).toBeCloseTo(0.01528, 5);
    expect(rates.rankMu).toBeCloseTo(0.02355, 5);
    // sqrt(2) gamma(5.5) / gamma(5)
    expect(expectedLength).toBeCloseTo(3.0843, 3);
  });

  it('finds the minimum of Rosenbrock without a gradient', () => {
    const scratch = new Float64Array(5);
    const reached = minimizeCmaEs((x) => rosenbrock(x, scratch), Float64Array.from([-1, 0, 0, 0, 0]), {
      deviations: new Float64Array(5).fill(0.3),
      evaluations: 8000,
      random: createRandom('rosenbrock'),
    });
    expect(reached.value).toBeLessThan(1e-9);
    expectAll(reached.point, 1, 3);
  });

  it('learns the scales of an ellipsoid, wherever its minimum lies', () => {
    const centre = [3, -2, 0.5, 1, 7, -4];
    const cost = (x: Float64Array): number =>
      centre.reduce((sum, middle, index) => sum + 10 ** index * (x[index]! - middle) ** 2, 0);
    const reached = minimizeCmaEs(cost, new Float64Array(6), {
      deviations: new Float64Array(6).fill(1),
      evaluations: 8000,
      random: createRandom('ellipsoid'),
    });
    expect(reached.value).toBeLessThan(1e-9);
  });

  it('makes no more evaluations than allowed and ranks what is not finite last', () => {
    let made = 0;
    const reached = minimizeCmaEs(
      ([x]) => {
        made += 1;
        return x! < 0 ? NaN : (x! - 1) ** 2;
      },
      new Float64Array([4]),
      { deviations: new Float64Array([1]), evaluations: 300, random: createRandom('edge') },
    );
    expect(made).toBeLessThanOrEqual(300);
    expect(reached.point[0]).toBeCloseTo(1, 4);
  });
});
