/* For Node's test runner (nodejs.org/api/test.html, "Custom reporters"); it runs in the process that starts the files. */
'use strict';
const { resolve } = process.getBuiltinModule('node:path');
// oxlint-disable-next-line typescript/no-require-imports -- every runner loads CommonJS, not all of them modules
const report = require('./private-report.cjs');

module.exports = async function* nodeTestReporter(source) {
  const names = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      names.length = data.nesting;
      names.push(data.name);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A file stands for itself when it has no tests, or ends with a failure that is none of its tests'.
    const whole = data.nesting === 0 && resolve(data.name) === data.file;
    if (whole || data.details?.type === 'suite') {
      if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') report.error();
      continue;
    }
    const undone = data.skip !== undefined || data.todo !== undefined;
    const around = [...names.slice(0, data.nesting), data.name];
    report.test(data.file, around, undone ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed');
  }
  report.end();
  yield '';
};
