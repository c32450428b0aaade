import { posix } from 'node:path';
import { readGoTest } from '../go-test.ts';
import type { TestRunner } from '../runner.ts';

/** `go test`: whatever the tests' process prints stands in its report. */
export const goRunner: TestRunner = {
  program: 'go',
  package: null,
  module: null,
  report: 'stdout',
  tests: ['**/*_test.go', '**/testdata/**'],
  configuration: ['**/go.{mod,sum,work,work.sum}', '**/vendor/**', '**/.go*'],
  support: [],
  arguments: (files, extra) => {
    const packages = new Set(files.map((file) => `./${posix.dirname(file)}`));
    return ['test', '-json', '-count=1', ...extra, ...packages];
  },
  environment: {
    CGO_ENABLED: '0',
    GOCACHE: '/tmp/go-cache',
    GOPATH: '/tmp/go',
    GOPROXY: 'off',
    GOTOOLCHAIN: 'local',
  },
  read: readGoTest,
};
