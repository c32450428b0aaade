import { expect, test } from 'vitest';
import { latestMoment } from './moments.ts';

/** Seconds since 1970 of a day at midnight, from `date --utc --date=... +%s`. */
const DAYS = { '2030-06-01': 1906502400, '2031-01-01': 1924992000, '2041-01-01': 2240611200 } as const;

test.each([
  ['a date', ['2030-06-01'], DAYS['2030-06-01']],
  ['a date in words', ['Jun 1, 2030 00:00 UTC'], DAYS['2030-06-01']],
  ['a year, when it has ended', [2030], DAYS['2031-01-01']],
  ['seconds', [1906502400], DAYS['2030-06-01']],
  ['milliseconds', [1906502400000], DAYS['2030-06-01']],
  ['the latest of several', ['2030-06-01', 2040, 7], DAYS['2041-01-01']],
])('a literal may stand for %s', (_, literals, seconds) => {
  expect(latestMoment(literals)).toBe(seconds);
});

test('what is past, far off or no moment at all is waited for by nobody', () => {
  expect(latestMoment([2020, '2020-01-01', '9999-01-01', 42, 'version 2', '', Infinity, -1])).toBe(0);
  expect(latestMoment([])).toBe(0);
});
