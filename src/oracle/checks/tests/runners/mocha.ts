import { readPrivateReport } from '../private-report.ts';
import type { TestRunner } from '../runner.ts';
import { JAVASCRIPT_CONFIGURATION, JAVASCRIPT_TESTS, SUPPORT } from '../runner.ts';

/** Mocha, all in one process (mochajs.org, "Command-Line Usage"). */
export const mochaRunner: TestRunner = {
  program: 'node',
  package: 'mocha',
  module: null,
  report: 'descriptor',
  tests: JAVASCRIPT_TESTS,
  configuration: [...JAVASCRIPT_CONFIGURATION, '**/.mocharc*'],
  support: ['private-report.cjs', 'mocha.cjs'],
  arguments: (files, extra) => [
    'node_modules/mocha/bin/mocha.js',
    `--reporter=${SUPPORT}/mocha.cjs`,
    ...extra,
    ...files,
  ],
  environment: { CI: '1' },
  read: readPrivateReport,
};
