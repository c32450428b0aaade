/* For Vitest (vitest.dev/api/advanced/reporters); it runs in the process that starts the workers. */
'use strict';
// oxlint-disable-next-line typescript/no-require-imports -- every runner loads CommonJS, not all of them modules
const report = require('./private-report.cjs');

module.exports = class VitestReporter {
  onTestRunEnd(modules, unhandled) {
    for (const module of modules) {
      let failed = false;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        failed ||= state === 'failed';
        report.test(
          module.moduleId,
          [test.fullName],
          state === 'passed' || state === 'failed' ? state : 'skipped',
        );
      }
      if (module.state() === 'failed' && !failed) report.error();
    }
    for (let error = 0; error < unhandled.length; error += 1) report.error();
    report.end();
  }
};
