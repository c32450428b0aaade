import { readPrivateReport } from '../private-report.ts';
import type { TestRunner } from '../runner.ts';
import { JAVASCRIPT_CONFIGURATION, JAVASCRIPT_TESTS, SUPPORT } from '../runner.ts';

/** Node's own runner: each file in a process of its own, which does not have the report's descriptor. */
export const nodeTestRunner: TestRunner = {
  program: 'node',
  package: null,
  module: null,
  report: 'descriptor',
  tests: JAVASCRIPT_TESTS,
  configuration: [...JAVASCRIPT_CONFIGURATION, '**/node.config.json'],
  support: ['private-report.cjs', 'node-test.cjs'],
  arguments: (files, extra) => [
    '--test',
    `--test-reporter=${SUPPORT}/node-test.cjs`,
    '--test-concurrency=1',
    ...extra,
    ...files,
  ],
  environment: {},
  read: readPrivateReport,
};
