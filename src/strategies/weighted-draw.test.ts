import { expect, test } from 'vitest';
import { createRandom, randomFrom } from '../kernel/random.ts';
import { CHI_SQUARE_LIMITS, chiSquare, normalised } from './testing/chi-square.ts';
import { drawWeighted, softmaxWeights } from './weighted-draw.ts';

test('draws each index by its share of the weights, and none without weight', () => {
  const weights = [3, 0, 1, 6];
  const random = createRandom('weights');
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 20_000; draw += 1) {
    const drawn = drawWeighted(weights, random);
    counts[drawn] = counts[drawn]! + 1;
  }
  expect(chiSquare(counts, normalised(weights))).toBeLessThan(CHI_SQUARE_LIMITS[1]!);
});

test('draws evenly where nothing has weight, and refuses an empty list', () => {
  const random = createRandom('even');
  const drawn = new Set(Array.from({ length: 100 }, () => drawWeighted([0, 0, 0], random)));
  expect(drawn).toEqual(new Set([0, 1, 2]));
  expect(() => drawWeighted([], random)).toThrow(RangeError);
});

test('what rounding leaves over belongs to the last that has weight', () => {
  const almostOne = randomFrom(() => 1 - Number.EPSILON / 2);
  expect(drawWeighted([0.1, 0.2, 0.3, 0], almostOne)).toBe(2);
});

test('softmax weights are shares of exponentials, whatever is added to all logits', () => {
  const e = Math.E;
  const expected = [1 / (1 + e + e * e), e / (1 + e + e * e), (e * e) / (1 + e + e * e)];
  for (const shift of [0, 1000, -1000]) {
    const weights = softmaxWeights(
      [0, 2, 4].map((logit) => logit + shift),
      2,
    );
    for (const [index, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[index]!, 12);
  }
  expect(softmaxWeights([1, 3, 3], 0)).toEqual([0, 0.5, 0.5]);
});
