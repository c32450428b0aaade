import type { ReadReport } from './suite-report.ts';

/** What a trusted run says that a candidate has to report. */
export interface Expectation {
  /** Pass on the baseline every time, and have to pass. */
  readonly passToPass: ReadonlySet<string>;
  /** Fail on the baseline, and are counted when they pass. */
  readonly failToPass: ReadonlySet<string>;
  /** Everything else that the baseline reported: nothing rests on it. */
  readonly ignored: ReadonlySet<string>;
  /** Failures of the baseline that belong to no test. */
  readonly errors: number;
}

export interface Comparison {
  /** Of those that have to pass. */
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly missing: readonly string[];
  /** Failures that the baseline has no test for. */
  readonly unexpected: readonly string[];
  /** Failures that belong to no test, beyond those of the baseline. */
  readonly errors: number;
  /** Of those that fail on the baseline. */
  readonly fixed: number;
}

/** Holds a report against what is expected. Tests that pass and were not expected count for nothing. */
export function compareWith(
  expected: Expectation,
  report: Extract<ReadReport, { kind: 'report' }>,
): Comparison {
  const { passToPass, failToPass, ignored } = expected;
  const of = (status: 'passed' | 'failed' | 'skipped' | undefined): string[] =>
    [...passToPass].filter((identity) => report.tests.get(identity) === status);
  const isKnown = (identity: string): boolean =>
    passToPass.has(identity) || failToPass.has(identity) || ignored.has(identity);
  return {
    passed: of('passed').length,
    failed: of('failed'),
    skipped: of('skipped'),
    missing: of(undefined),
    unexpected: [...report.tests].flatMap(([identity, status]) =>
      status === 'failed' && !isKnown(identity) ? [identity] : [],
    ),
    errors: Math.max(0, report.errors - expected.errors),
    fixed: [...failToPass].filter((identity) => report.tests.get(identity) === 'passed').length,
  };
}

/** Why a comparison speaks against a candidate; null when it does not. Names no test. */
export function objectionTo(comparison: Comparison, expected: Expectation): string | null {
  const total = expected.passToPass.size;
  const said = [
    [comparison.failed.length, 'fail'],
    [comparison.skipped.length, 'are skipped'],
    [comparison.missing.length, 'are missing'],
  ].filter(([count]) => count !== 0);
  if (said.length > 0)
    return `of ${total} tests that the baseline passes, ${said.map((words) => words.join(' ')).join(', ')}`;
  if (comparison.unexpected.length > 0)
    return `${comparison.unexpected.length} tests fail that the baseline does not have`;
  if (comparison.errors > 0) return `${comparison.errors} failures belong to no test`;
  return null;
}
