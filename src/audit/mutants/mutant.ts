/** The reference with one small bug in one file. */
export interface Mutant {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Name of the kind of change, as `EqualityOperator`. */
  readonly operator: string;
  /** What was written instead of what, in one line. */
  readonly change: string;
  /** The whole file. */
  readonly text: string;
}

/** A replacement of one stretch of a file. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly operator: string;
  readonly replacement: string;
}

const LONGEST_CHANGE = 120;

export function mutantOf(
  path: string,
  text: string,
  { start, end, operator, replacement }: Replacement,
): Mutant {
  const change = `${text.slice(start, end)} -> ${replacement}`.replaceAll(/\s+/g, ' ');
  return {
    path,
    line: text.slice(0, start).split('\n').length,
    operator,
    change: change.length > LONGEST_CHANGE ? `${change.slice(0, LONGEST_CHANGE - 1)}…` : change,
    text: text.slice(0, start) + replacement + text.slice(end),
  };
}
