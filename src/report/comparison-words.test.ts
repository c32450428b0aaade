import { expect, test } from 'vitest';
import type { Comparison } from '../kernel/decision.ts';
import { comparisonState, demandedOf } from './comparison-words.ts';

const COMPARISON: Comparison = {
  slice: 'train',
  metric: 'error',
  against: 'incumbent',
  candidate: 4,
  reference: 4,
  gain: 0,
  tolerance: 0,
  holds: false,
};

test('equal figures are no failure, whatever then decides', () => {
  expect(comparisonState(COMPARISON)).toBe('equal');
  expect(comparisonState({ ...COMPARISON, candidate: 5, gain: -1 })).toBe('fails');
  expect(comparisonState({ ...COMPARISON, gain: null })).toBe('fails');
  expect(comparisonState({ ...COMPARISON, holds: true })).toBe('holds');
  expect(comparisonState({ ...COMPARISON, tolerance: null, holds: true })).toBe('shown only');
});

test('says what loss would have been borne', () => {
  expect(demandedOf({ ...COMPARISON, tolerance: 0.25 }, String)).toBe('loss up to 0.25');
  expect(demandedOf(COMPARISON, String)).toBe('no loss');
  expect(demandedOf({ ...COMPARISON, tolerance: null }, String)).toBe('–');
});
