import { readJunit } from '../junit.ts';
import type { TestRunner } from '../runner.ts';
import { readTap } from '../tap.ts';

/** Any program that leaves a JUnit file. */
export const junitProducer: TestRunner = { ...producer(), report: 'file', read: readJunit };

/** Any program that prints TAP. */
export const tapProducer: TestRunner = { ...producer(), report: 'stdout', read: readTap };

function producer(): Omit<TestRunner, 'read' | 'report'> {
  return {
    program: '',
    package: null,
    module: null,
    tests: ['**/{test,tests}/**'],
    configuration: [],
    support: [],
    arguments: (_, extra) => extra,
    environment: {},
  };
}
