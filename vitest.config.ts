import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'page/**/*.test.ts', 'test/**/*.test.ts', 'redteam/runner/*.test.ts'],
    // The key that tests sign with is none of the developer's own.
    env: {
      XDG_STATE_HOME: join(import.meta.dirname, 'node_modules/.cache/fulcrum-test-state'),
      FULCRUM_ORACLE_KEY: '',
      // What bin/fulcrum sets too, for the processes of the launcher and of the oracle.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/fulcrum-test-compiled'),
    },
    pool: 'forks',
    // A third of the time is spent waiting for limits and processes: three keep two cores busy.
    maxWorkers: 3,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
