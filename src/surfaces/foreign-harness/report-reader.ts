import type { TestCounts } from '../../audit/harness/command.ts';
import { readJunit } from '../../oracle/checks/tests/junit.ts';
import { readTap } from '../../oracle/checks/tests/tap.ts';
import { harnessError } from './harness-flags.ts';

/** What reads a report of tests, by its name: JUnit's XML or TAP. */
export function reportReader(
  path: string,
): (bytes: Uint8Array) => TestCounts | { readonly unreadable: string } {
  const read = path.endsWith('.xml') ? readJunit : path.endsWith('.tap') ? readTap : null;
  if (read === null)
    throw harnessError(
      `${path} is neither JUnit's XML nor TAP`,
      '--report',
      'Name a file that ends in .xml or .tap',
    );
  return (bytes) => {
    const report = read(bytes, '');
    if (report.kind === 'unreadable') return { unreadable: report.reason };
    const statuses = [...report.tests.values()];
    const failed = statuses.filter((status) => status === 'failed').length + report.errors;
    return { passed: statuses.filter((status) => status === 'passed').length, failed };
  };
}
