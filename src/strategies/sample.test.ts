import { expect, test } from 'vitest';
import { createRandom, randomFrom } from '../kernel/random.ts';
import { sample } from './sample.ts';
import { CHI_SQUARE_LIMITS, chiSquare } from './testing/chi-square.ts';

test('takes one number for each item, of those left, and leaves the list as it was', () => {
  const items = ['a', 'b', 'c', 'd'];
  const stream = [0.3, 0.3, 0];
  const random = randomFrom(() => stream.shift()!);
  expect(sample(items, 2, random)).toEqual(['b', 'a']);
  expect(stream).toEqual([0]);
  expect(items).toEqual(['a', 'b', 'c', 'd']);
});

test('draws all where there are no more, and nothing where nothing is asked for', () => {
  expect(sample(['a', 'b'], 5, createRandom('all')).toSorted()).toEqual(['a', 'b']);
  const none = randomFrom(() => {
    throw new Error('drew');
  });
  expect(sample(['a', 'b'], 0, none)).toEqual([]);
  expect(sample([], 3, none)).toEqual([]);
});

test('every order of two out of three is equally likely', () => {
  const orders = ['ab', 'ac', 'ba', 'bc', 'ca', 'cb'];
  const random = createRandom('orders');
  const counts = orders.map(() => 0);
  for (let draw = 0; draw < 6000; draw += 1) {
    const drawn = orders.indexOf(sample(['a', 'b', 'c'], 2, random).join(''));
    counts[drawn] = counts[drawn]! + 1;
  }
  expect(counts.reduce((sum, count) => sum + count)).toBe(6000);
  const shares = orders.map(() => 1 / orders.length);
  expect(chiSquare(counts, shares)).toBeLessThan(CHI_SQUARE_LIMITS[orders.length - 2]!);
});
