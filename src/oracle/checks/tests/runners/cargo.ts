import { posix } from 'node:path';
import { readLibtest } from '../libtest.ts';
import type { TestRunner } from '../runner.ts';

/**
 * `cargo test` of the integration tests in `tests/`: whatever their processes print stands in the report. Tests inside
 * of sources are the candidate's own and are not run.
 */
export const cargoRunner: TestRunner = {
  program: 'cargo',
  package: null,
  module: null,
  report: 'stdout',
  tests: ['**/tests/**', '**/benches/**'],
  configuration: [
    '**/Cargo.{toml,lock}',
    '**/build.rs',
    '**/.cargo/**',
    '**/rust-toolchain*',
    '**/vendor/**',
    '**/target/**',
  ],
  support: [],
  arguments: (files, extra) => [
    'test',
    '--offline',
    '--no-fail-fast',
    ...extra,
    ...files.flatMap((file) => ['--test', posix.basename(file, '.rs')]),
    '--',
    '--test-threads=1',
  ],
  environment: { CARGO_HOME: '/tmp/cargo', CARGO_TARGET_DIR: '/tmp/target', CARGO_TERM_COLOR: 'never' },
  read: readLibtest,
};
