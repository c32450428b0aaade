import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRIES, waitBefore } from './back-off.ts';

const NOW = Date.parse('2026-11-21T00:00:00Z');

function wait(attempt: number, status: number, retryAfter?: string, random = 1): number | null {
  return waitBefore(DEFAULT_RETRIES, attempt, { status, retryAfter }, NOW, () => random);
}

describe('waiting before another attempt', () => {
  it('doubles, and half of it is chance', () => {
    expect([1, 2, 3].map((attempt) => wait(attempt, 503))).toEqual([500, 1000, 2000]);
    expect([1, 2, 3].map((attempt) => wait(attempt, 503, undefined, 0))).toEqual([250, 500, 1000]);
  });

  it('ends with the last attempt and is not for errors that stay', () => {
    expect(wait(DEFAULT_RETRIES.attempts, 503)).toBeNull();
    for (const status of [200, 301, 400, 401, 402, 403, 404, 413, 422, 501])
      expect([status, wait(1, status)]).toEqual([status, null]);
    for (const status of [408, 409, 429, 500, 502, 503, 504, 529])
      expect([status, wait(1, status)]).toEqual([status, 500]);
  });

  it.each([
    ['3', 3000],
    ['0', 0],
    ['0.5', 500],
    ['60', 60_000],
    ['61', null],
    ['Sat, 21 Nov 2026 00:00:09 GMT', 9000],
    ['Fri, 20 Nov 2026 00:00:00 GMT', 0],
    ['Sun, 22 Nov 2026 00:00:00 GMT', null],
    ['soon', 500],
    ['-1', 500],
    ['', 500],
  ])('honours Retry-After: %s', (value, expected) => {
    expect(wait(1, 429, value)).toBe(expected);
  });
});
