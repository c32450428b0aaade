/* For Jest (jestjs.io/docs/configuration#custom-reporters); with --runInBand it shares the process with the tests. */
'use strict';
// oxlint-disable-next-line typescript/no-require-imports -- every runner loads CommonJS, not all of them modules
const report = require('./private-report.cjs');

module.exports = class JestReporter {
  onRunComplete(_, { testResults }) {
    for (const { testFilePath, testResults: tests, testExecError } of testResults) {
      for (const { ancestorTitles, title, status } of tests) {
        const told = status === 'passed' || status === 'failed' ? status : 'skipped';
        report.test(testFilePath, [...ancestorTitles, title], told);
      }
      if (testExecError != null) report.error();
    }
    report.end();
  }
};
