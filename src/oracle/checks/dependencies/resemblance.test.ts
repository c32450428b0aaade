import { expect, test } from 'vitest';
import { distance, resembled } from './resemblance.ts';

/* Optimal string alignment: the textbook pairs of Levenshtein (1965) and Damerau (1964). */
test.each([
  ['kitten', 'sitting', 3],
  ['lodash', 'lodahs', 1],
  ['ca', 'abc', 3],
  ['', 'ab', 2],
  ['same', 'same', 0],
  ['short', 'longer-by-far', 3],
])('from %s to %s: %i', (left, right, edits) => {
  expect(distance(left, right)).toBe(edits);
  expect(distance(right, left)).toBe(edits);
});

test.each([
  ['crossenv', 'cross-env'],
  ['loadash', 'lodash'],
  ['momnet', 'moment'],
  ['expres', 'express'],
  ['typescr1pt', 'typescript'],
  ['m\u043ement', 'moment'],
  ['@evil/lodash', null],
  ['lo-dash', 'lodash'],
  ['got', null],
  ['fastify', null],
  ['lodash', null],
])('%s resembles %s', (name, other) => {
  expect(resembled(name, ['cross-env', 'lodash', 'moment', 'express', 'typescript', 'vue'])).toBe(other);
});
