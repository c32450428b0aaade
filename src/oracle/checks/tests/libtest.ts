import type { ReportReader, TestStatus } from './suite-report.ts';
import { UnreadableReport, readingReport, reportText } from './suite-report.ts';

const STATUS_OF: { readonly [word: string]: TestStatus } = {
  ok: 'passed',
  FAILED: 'failed',
  ignored: 'skipped',
};
const START = /^running (\d+) tests?$/;
const TEST = /^test (.+) \.\.\. (ok|FAILED|ignored)(?:, .*)?$/;
const END = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; /;

/**
 * What test programs of Rust print (doc.rust-lang.org/rustc/tests): `running N tests`, a line a test and `test result:`.
 * Each program must say as many tests as it announced, and end.
 */
export const readLibtest: ReportReader = (report) =>
  readingReport((gather) => {
    let announced: number | null = null;
    let counts = { passed: 0, failed: 0, skipped: 0 };
    let programs = 0;
    for (const line of reportText(report).split('\n')) {
      const start = START.exec(line);
      if (start !== null) {
        if (announced !== null) throw new UnreadableReport('a program starts before the last one has ended');
        announced = Number(start[1]);
        counts = { passed: 0, failed: 0, skipped: 0 };
      }
      const test = TEST.exec(line);
      if (test !== null) {
        if (announced === null) throw new UnreadableReport('a test lies outside of a program');
        const status = STATUS_OF[test[2]!]!;
        counts[status] += 1;
        gather.add(test[1]!, status);
      }
      const end = END.exec(line);
      if (end === null) continue;
      const told = end.slice(1, 4).map(Number);
      const seen = [counts.passed, counts.failed, counts.skipped];
      const total = seen.reduce((sum, count) => sum + count, 0);
      if (announced !== total || told.some((count, index) => count !== seen[index]))
        throw new UnreadableReport('its numbers do not agree');
      announced = null;
      programs += 1;
    }
    if (announced !== null) throw new UnreadableReport('a program does not come to its end');
    // Nothing could be compiled.
    if (programs === 0) gather.error();
  });
