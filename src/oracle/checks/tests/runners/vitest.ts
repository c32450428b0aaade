import { readPrivateReport } from '../private-report.ts';
import type { TestRunner } from '../runner.ts';
import { JAVASCRIPT_CONFIGURATION, JAVASCRIPT_TESTS, SUPPORT } from '../runner.ts';

/** Vitest: its reporter runs in the process that starts the workers. */
export const vitestRunner: TestRunner = {
  program: 'node',
  package: 'vitest',
  module: null,
  report: 'descriptor',
  tests: JAVASCRIPT_TESTS,
  configuration: [...JAVASCRIPT_CONFIGURATION, '**/{vitest,vite}.{config,workspace}.*'],
  support: ['private-report.cjs', 'vitest.cjs'],
  arguments: (files, extra) => [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root=.',
    `--reporter=${SUPPORT}/vitest.cjs`,
    '--pool=forks',
    '--no-file-parallelism',
    '--configLoader=runner',
    ...extra,
    ...files,
  ],
  environment: { CI: '1' },
  read: readPrivateReport,
};
