import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { drawBeta } from './beta-draw.ts';

const DRAWS = 20_000;

/** Share of the draws at most `x`. */
function shareBelow(a: number, b: number, x: number): number {
  const random = createRandom(`beta ${a} ${b}`);
  let below = 0;
  for (let draw = 0; draw < DRAWS; draw += 1) if (drawBeta(a, b, random) <= x) below += 1;
  return below / DRAWS;
}

test.each([
  // Distribution functions in closed form: x; x²; 1 - (1 - x)³; 3x² - 2x³.
  [1, 1, (x: number) => x],
  [2, 1, (x: number) => x * x],
  [1, 3, (x: number) => 1 - (1 - x) ** 3],
  [2, 2, (x: number) => 3 * x * x - 2 * x ** 3],
])('draws from Beta(%d, %d) as its distribution function says', (a, b, distribution) => {
  for (const x of [0.1, 0.3, 0.5, 0.8]) {
    const share = distribution(x);
    const deviation = Math.sqrt((share * (1 - share)) / DRAWS);
    expect(Math.abs(shareBelow(a, b, x) - share)).toBeLessThan(4 * deviation);
  }
});

test('has the mean and the variance of a large clade', () => {
  const random = createRandom('moments');
  const [a, b] = [201, 301];
  const draws = Array.from({ length: DRAWS }, () => drawBeta(a, b, random));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / DRAWS;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / (DRAWS - 1);
  const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
  expect(Math.abs(mean - a / (a + b))).toBeLessThan(4 * Math.sqrt(expected / DRAWS));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / DRAWS));
});
