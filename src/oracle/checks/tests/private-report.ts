import type { ReportReader, TestStatus } from './suite-report.ts';
import { UnreadableReport, readingReport, reportText } from './suite-report.ts';

const STATUSES: ReadonlySet<unknown> = new Set<TestStatus>(['passed', 'failed', 'skipped']);

/**
 * What our reporters send on their descriptor: lines of the run's nonce, a running number and one JSON list, either
 * `["test", identity, status]` or at the end, and only there, `["end", tests, errors]`. A line of anybody else is out of
 * order or lacks the nonce, and makes the whole report worthless.
 */
export const readPrivateReport: ReportReader = (report, nonce) =>
  readingReport((gather) => {
    const lines = reportText(report).split('\n');
    if (lines.pop() !== '') throw new UnreadableReport('it breaks off');
    let ended = false;
    let tests = 0;
    for (const [number, line] of lines.entries()) {
      if (ended) throw new UnreadableReport('it goes on after its end');
      const start = `${nonce} ${number} `;
      if (!line.startsWith(start)) throw new UnreadableReport('a line of it is not by the reporter');
      const [kind, first, second] = listIn(line.slice(start.length));
      if (kind === 'test' && typeof first === 'string' && STATUSES.has(second)) {
        tests += 1;
        gather.add(first, second as TestStatus);
      } else if (kind === 'end' && first === tests && Number.isSafeInteger(second)) {
        ended = true;
        for (let error = 0; error < Math.min(second as number, tests + 1000); error += 1) gather.error();
      } else throw new UnreadableReport('a line of it says nothing that is known');
    }
    if (!ended) throw new UnreadableReport('the suite did not come to its end');
  });

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
