import { SaxesParser } from 'saxes';
import type { ReportReader, TestStatus } from './suite-report.ts';
import { UnreadableReport, readingReport, reportText } from './suite-report.ts';

const DEEPEST = 32;
const FAILED = new Set(['failure', 'error']);

/**
 * JUnit's XML as most tools write it (github.com/testmoapp/junitxml): `testcase` elements in `testsuite` ones, with
 * `failure`, `error` or `skipped` inside. An identity is the `classname`, or else the suites around it, and the name. A
 * document type is refused, so that there are no entities but those of XML itself.
 */
export const readJunit: ReportReader = (report) =>
  readingReport((gather) => {
    const text = reportText(report);
    const open: string[] = [];
    const suites: string[] = [];
    let test: { readonly identity: string; status: TestStatus } | null = null;
    const parser = new SaxesParser({});
    const refuse = (reason: string): never => {
      throw new UnreadableReport(reason);
    };
    parser.on('error', (error) => refuse(`it is no XML: ${error.message.slice(0, 100)}`));
    parser.on('doctype', () => refuse('it has a document type'));
    parser.on('opentag', ({ name, attributes }) => {
      open.push(name);
      if (open.length > DEEPEST) refuse(`its elements are nested deeper than ${DEEPEST}`);
      if (open.length === 1 && name !== 'testsuites' && name !== 'testsuite') refuse('it is no JUnit report');
      if (name === 'testsuite') suites.push(attributes['name'] ?? '');
      if (name === 'testcase') {
        if (test !== null) refuse('a test lies in another one');
        if (attributes['name'] === undefined) refuse('a test has no name');
        const place = attributes['classname'] ?? suites.join(' > ');
        const identity = [place, attributes['name']!].filter((part) => part !== '').join(' > ');
        test = { identity, status: 'passed' };
      }
      if (FAILED.has(name)) {
        if (test === null) gather.error();
        else test.status = 'failed';
      }
      if (name === 'skipped' && test?.status === 'passed') test.status = 'skipped';
    });
    parser.on('closetag', ({ name }) => {
      open.pop();
      if (name === 'testsuite') suites.pop();
      if (name !== 'testcase') return;
      gather.add(test!.identity, test!.status);
      test = null;
    });
    parser.write(text).close();
  });
