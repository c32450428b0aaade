import type { SuiteReport } from './suite-report.ts';

/** What repeated runs of the same code showed. */
export interface RepeatedRuns {
  /** Passed in all of them. */
  readonly passing: ReadonlySet<string>;
  /** Failed or were skipped in all of them. */
  readonly failing: ReadonlySet<string>;
  /** Were not the same in all of them: nothing rests on these. */
  readonly quarantined: readonly string[];
}

/** Sorts tests by what they did in every run. One that is missing from a run is quarantined. */
export function compareRuns(runs: readonly SuiteReport[]): RepeatedRuns {
  const identities = new Set(runs.flatMap(({ tests }) => [...tests.keys()]));
  const passing = new Set<string>();
  const failing = new Set<string>();
  const quarantined: string[] = [];
  for (const identity of identities) {
    const results = new Set(runs.map(({ tests }) => tests.get(identity)));
    if (results.size > 1 || results.has(undefined)) quarantined.push(identity);
    else if (results.has('passed')) passing.add(identity);
    else failing.add(identity);
  }
  return { passing, failing, quarantined };
}

/**
 * Chance that a test which fails with probability `failure` in each run, independently, passes in all of `runs` and so is
 * not seen to be flaky: (1 - p)^n.
 */
export function escapeProbability(failure: number, runs: number): number {
  return (1 - failure) ** runs;
}

/** The power of the test for flakiness, for the record: what escapes it at failure rates that are seen in practice. */
export function flakinessPower(runs: number): { readonly [rate: string]: number } {
  const rates = [0.01, 0.05, 0.1];
  return Object.fromEntries(
    rates.map((rate) => [`${rate * 100}%`, Number(escapeProbability(rate, runs).toFixed(4))]),
  );
}
