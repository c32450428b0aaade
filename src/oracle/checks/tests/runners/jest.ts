import { readPrivateReport } from '../private-report.ts';
import type { TestRunner } from '../runner.ts';
import { JAVASCRIPT_CONFIGURATION, JAVASCRIPT_TESTS, SUPPORT } from '../runner.ts';

/** Jest, all in one process (jestjs.io/docs/cli). */
export const jestRunner: TestRunner = {
  program: 'node',
  package: 'jest',
  module: null,
  report: 'descriptor',
  tests: JAVASCRIPT_TESTS,
  configuration: [...JAVASCRIPT_CONFIGURATION, '**/jest.{config,setup}.*', '**/jest-preset.*'],
  support: ['private-report.cjs', 'jest.cjs'],
  arguments: (files, extra) => [
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--runInBand',
    '--cacheDirectory=/tmp/jest',
    `--reporters=${SUPPORT}/jest.cjs`,
    ...extra,
    '--runTestsByPath',
    ...files,
  ],
  environment: { CI: '1' },
  read: readPrivateReport,
};
