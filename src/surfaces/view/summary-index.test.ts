import { expect, test } from 'vitest';
import { createSummaryIndex } from './summary-index.ts';

const FIND_ALL = 1000;

test('finds every candidate whose summary holds all words, whatever their case and order', () => {
  const index = createSummaryIndex();
  index.add(0, 'the unmodified start');
  index.add(3, 'Prefer the fullest bin');
  index.add(4, 'prefer the EMPTIEST bin, the emptiest');
  index.add(9, 'größer 🦋 bins');
  expect(index.find(['bin'], FIND_ALL)).toEqual([3, 4, 9]);
  expect(index.find(['BIN', 'emptiest'], FIND_ALL)).toEqual([4]);
  expect(index.find(['Größer'], FIND_ALL)).toEqual([9]);
  expect(index.find(['🦋'], FIND_ALL)).toEqual([9]);
  expect(index.find(['bin', 'absent'], FIND_ALL)).toEqual([]);
  expect(index.find([''], FIND_ALL)).toEqual([]);
});

test('a word that two summaries make together is in neither', () => {
  const index = createSummaryIndex();
  index.add(1, 'swap');
  index.add(2, 'operands');
  expect(index.find(['swapoperands'], FIND_ALL)).toEqual([]);
  expect(index.find(['ap\nop'], FIND_ALL)).toEqual([]);
});

test('grows with the run, cuts what is long, and stops where enough was found', () => {
  const index = createSummaryIndex();
  for (let place = 0; place < 5000; place += 1) index.add(place, `number ${place} ${'x'.repeat(1000)}`);
  expect(index.find(['number', '4321'], FIND_ALL)).toEqual([4321]);
  expect(index.find(['number'], 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(index.find(['x'.repeat(200)], FIND_ALL)).toEqual([]);
});
