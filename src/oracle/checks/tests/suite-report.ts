/** What a suite says of one of its tests. A test that did not run is `skipped`. */
export type TestStatus = 'passed' | 'failed' | 'skipped';

/** What one run of a suite reported. Evidence of the process it ran in, no verdict. */
export interface SuiteReport {
  readonly kind: 'report';
  /** By identity, in the order of reporting. */
  readonly tests: ReadonlyMap<string, TestStatus>;
  /** Failures that belong to no test: a file that cannot be loaded, a hook, an error nobody caught. */
  readonly errors: number;
}

export type ReadReport = SuiteReport | { readonly kind: 'unreadable'; readonly reason: string };

/** Takes a report apart. Its bytes come from a candidate's sandbox and may hold anything. */
export type ReportReader = (report: Uint8Array, nonce: string) => ReadReport;

const MOST_TESTS = 100_000;
const LONGEST_IDENTITY = 1000;

/** What makes a report unreadable, in words for the verdict. */
export class UnreadableReport extends Error {}

/** Gathers the results of a run. Tests of the same name are told apart by their order. */
export interface ReportGatherer {
  /** @throws UnreadableReport when it is one test too many, or its name is too long */
  readonly add: (identity: string, status: TestStatus) => void;
  readonly error: () => void;
}

/** Runs a reader; what it throws is told as data, for what it reads is a candidate's. */
export function readingReport(read: (gather: ReportGatherer) => void): ReadReport {
  const tests = new Map<string, TestStatus>();
  const counts = new Map<string, number>();
  let errors = 0;
  const add = (identity: string, status: TestStatus): void => {
    if (identity.length > LONGEST_IDENTITY)
      throw new UnreadableReport(`a test's name is longer than ${LONGEST_IDENTITY} characters`);
    if (tests.size === MOST_TESTS) throw new UnreadableReport(`it names more than ${MOST_TESTS} tests`);
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    tests.set(count === 1 ? identity : `${identity} #${count}`, status);
  };
  try {
    read({ add, error: () => void (errors += 1) });
  } catch (error) {
    const reason = error instanceof UnreadableReport ? error.message : 'it cannot be parsed';
    return { kind: 'unreadable', reason };
  }
  return { kind: 'report', tests, errors };
}

/** @throws UnreadableReport when it is no UTF-8 */
export function reportText(report: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(report);
  } catch {
    throw new UnreadableReport('it is no UTF-8');
  }
}
