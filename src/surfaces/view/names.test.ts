import { expect, test } from 'vitest';
import { createNames } from './names.ts';

test('a name keeps its place, is shown plain, and one too many is among others', () => {
  const names = createNames(2);
  const places = ['jitter', '\u001b[31mred', 'jitter', 'late', 'later', '\u001b[31mred'].map(names.placeOf);
  expect(places).toEqual([0, 1, 0, 2, 2, 1]);
  expect(names.list()).toEqual(['jitter', 'red', 'others']);
});
