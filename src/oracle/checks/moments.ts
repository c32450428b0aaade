import type { Literal } from './literals.ts';

/** Later moments are no dates that anybody waits for. */
const END = Date.UTC(2100, 0) / 1000;
/** Earlier ones are past in every run. */
const START = Date.UTC(2026, 0) / 1000;

/** The latest moment that may still be to come and that one of the literals may stand for, in seconds since 1970; 0 when none does. */
export function latestMoment(literals: readonly Literal[]): number {
  const moments = literals.flatMap(momentsOf).filter((moment) => moment >= START && moment <= END);
  return Math.max(0, ...moments);
}

/** A date as text, a year (its end), or a number of seconds or milliseconds since 1970. */
function momentsOf(literal: Literal): readonly number[] {
  if (typeof literal === 'string') {
    const written = /^\s*\d{4}(?:-\d\d){0,2}/.test(literal) || /\b(?:19|20)\d\d\b/.test(literal);
    return written && literal.length <= 40 ? [Date.parse(literal) / 1000].filter(Number.isFinite) : [];
  }
  if (Number.isInteger(literal) && literal >= 2000 && literal < 2100)
    return [Date.UTC(literal + 1, 0) / 1000];
  return [literal, literal / 1000];
}
