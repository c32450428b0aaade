/* For Mocha (mochajs.org, "Third-party reporters"); it shares the process with the tests. */
'use strict';
// oxlint-disable-next-line typescript/no-require-imports -- every runner loads CommonJS, not all of them modules
const report = require('./private-report.cjs');

module.exports = function mochaReporter(runner) {
  runner.on('pass', (test) => report.test(test.file, test.titlePath(), 'passed'));
  runner.on('pending', (test) => report.test(test.file, test.titlePath(), 'skipped'));
  runner.on('fail', (test) => {
    if (test.type === 'hook') report.error();
    else report.test(test.file, test.titlePath(), 'failed');
  });
  runner.once('end', () => report.end());
};
