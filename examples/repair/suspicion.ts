import type { CoveredRange } from './coverage.ts';

export interface TestRun {
  readonly failed: boolean;
  readonly covered: readonly CoveredRange[];
}

/**
 * How suspicious each line is, from 0 to 1: Ochiai's coefficient over tests, ef / sqrt((ef + nf)(ef + ep)), where ef
 * and ep count the failing and passing tests that run the line and nf the failing ones that do not (Abreu, Zoeteweij
 * and van Gemund, PRDC 2006).
 */
export function suspicionByLine(source: string, runs: readonly TestRun[]): readonly number[] {
  const failing = runs.filter(({ failed }) => failed).map(({ covered }) => linesRun(source, covered));
  const passing = runs.filter(({ failed }) => !failed).map(({ covered }) => linesRun(source, covered));
  return source.split('\n').map((_, line) => {
    const ef = failing.filter((lines) => lines[line]).length;
    const ep = passing.filter((lines) => lines[line]).length;
    return ef === 0 ? 0 : ef / Math.sqrt(failing.length * (ef + ep));
  });
}

/** For each line, whether its first character that is no white space ran. */
function linesRun(source: string, covered: readonly CoveredRange[]): readonly boolean[] {
  let start = 0;
  return source.split('\n').map((text) => {
    const offset = start + (text.length - text.trimStart().length);
    start += text.length + 1;
    return covered.findLast((range) => range.start <= offset && offset < range.end)?.ran ?? false;
  });
}
