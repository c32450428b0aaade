import type { ReportReader, TestStatus } from './suite-report.ts';
import { UnreadableReport, readingReport, reportText } from './suite-report.ts';

const STATUS_OF: { readonly [action: string]: TestStatus } = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
};

/**
 * What `go test -json` prints: one JSON object a line, as `go doc test2json` describes. An identity is the package and
 * the test. Each package that was started must say how it ended.
 */
export const readGoTest: ReportReader = (report) =>
  readingReport((gather) => {
    /** Tests that failed, by the packages that have not ended. */
    const open = new Map<string, number>();
    for (const line of reportText(report).split('\n')) {
      if (line === '') continue;
      const { Action, Package, Test } = eventIn(line);
      if (typeof Action !== 'string') throw new UnreadableReport('a line of it is no event');
      // What the compiler says is an event without a package.
      if (typeof Package !== 'string') continue;
      if (Action === 'start') open.set(Package, 0);
      const status = Object.hasOwn(STATUS_OF, Action) ? STATUS_OF[Action]! : null;
      if (status === null) continue;
      if (typeof Test === 'string') {
        gather.add(`${Package} > ${Test}`, status);
        if (status === 'failed') open.set(Package, (open.get(Package) ?? 0) + 1);
        continue;
      }
      const failed = open.get(Package);
      if (failed === undefined) throw new UnreadableReport('a package ends that was not started');
      open.delete(Package);
      if (status === 'failed' && failed === 0) gather.error();
    }
    if (open.size > 0) throw new UnreadableReport('a package does not come to its end');
  });

function eventIn(line: string): { readonly [field: string]: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as { readonly [field: string]: unknown };
  } catch {
    // Told below.
  }
  throw new UnreadableReport('a line of it is no JSON');
}
