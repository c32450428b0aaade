import type { TestRunner } from '../runner.ts';
import { cargoRunner } from './cargo.ts';
import { goRunner } from './go.ts';
import { jestRunner } from './jest.ts';
import { mochaRunner } from './mocha.ts';
import { nodeTestRunner } from './node-test.ts';
import { junitProducer, tapProducer } from './producers.ts';
import { pytestRunner } from './pytest.ts';
import { vitestRunner } from './vitest.ts';

/** Every tool whose report can be read, by the name a task gives it. */
export const RUNNERS = {
  'node:test': nodeTestRunner,
  vitest: vitestRunner,
  jest: jestRunner,
  mocha: mochaRunner,
  pytest: pytestRunner,
  go: goRunner,
  cargo: cargoRunner,
  junit: junitProducer,
  tap: tapProducer,
} as const satisfies { readonly [name: string]: TestRunner };

export type RunnerName = keyof typeof RUNNERS;
export const RUNNER_NAMES = Object.keys(RUNNERS) as readonly RunnerName[];
