/** What is known of a candidate as a bug. Names of tests throughout. */
export interface BugFacts {
  /** All tests of the package that were recorded. */
  readonly tests: readonly string[];
  /** Those left when the specification was taken out: the suite a bug hides from. */
  readonly weakened: readonly string[];
  /** Whether the candidate's answers could be read. */
  readonly readable: boolean;
  /** Tests the original passes. */
  readonly passedBefore: readonly string[];
  /** Tests that fail now. */
  readonly failing: readonly string[];
  readonly changedFiles: readonly string[];
  /** For each changed file, the tests that still fail when that file alone is the original's again. */
  readonly failingWithout: { readonly [file: string]: readonly string[] };
}

export interface BugDemands {
  readonly passing: number;
  readonly changedFiles: number;
  readonly failing: number;
}

/**
 * The seven checks of SSR (Wei and others, arXiv 2512.18552) that a bug must pass before anybody is asked to mend it, by
 * the names of those that fail; none for a valid bug. The package's tests stand in for the test files, script and parser
 * that an injector writes there, so that it takes a broken oracle to fail the first three.
 */
export function failedBugChecks(facts: BugFacts, demands: BugDemands): readonly string[] {
  const failing = new Set(facts.failing);
  const flipped = facts.passedBefore.filter((test) => failing.has(test));
  const holds = {
    'test files exist': facts.tests.length > 0 && facts.weakened.every((test) => facts.tests.includes(test)),
    'results can be read': facts.readable,
    'enough tests pass before': facts.passedBefore.length >= demands.passing,
    'enough files changed': facts.changedFiles.length >= demands.changedFiles,
    'enough tests fail now': flipped.length >= demands.failing,
    'weakening hides a failure': flipped.some((test) => !facts.weakened.includes(test)),
    'every file is needed': facts.changedFiles.every((file) => {
      const still = new Set(facts.failingWithout[file] ?? facts.failing);
      return flipped.some((test) => !still.has(test));
    }),
  };
  return Object.entries(holds)
    .filter(([, passes]) => !passes)
    .map(([name]) => name);
}
