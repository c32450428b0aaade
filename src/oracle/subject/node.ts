import { join } from 'node:path';
import type { NodeSubjectSource } from '../../kernel/task.ts';
import type { SubjectDriver } from './driver.ts';

const INSIDE = {
  node: '/fulcrum/node',
  drivers: '/fulcrum/drivers',
  candidates: '/fulcrum/candidates',
} as const;

/**
 * No worker threads: they would count against the process limit, and one candidate shall not run on two cores. No type
 * stripping: it was done outside, once, where it costs a tenth.
 */
const FLAGS = ['--v8-pool-size=0', '--no-experimental-strip-types', '--no-warnings'] as const;

/** Candidates that are a function exported by an ECMAScript module. */
export function nodeDriver(source: NodeSubjectSource): SubjectDriver {
  return {
    files: ['node-driver.ts', 'plain-data.ts'],
    program: (files, candidate) => ({
      mounts: [
        { host: process.execPath, inside: INSIDE.node },
        { host: files.drivers, inside: INSIDE.drivers },
        {
          host: candidate === null ? files.candidates : join(files.candidates, candidate),
          inside: INSIDE.candidates,
        },
      ],
      command: [INSIDE.node, ...FLAGS, `${INSIDE.drivers}/node-driver.js`, INSIDE.candidates],
      environment: { TZ: 'UTC' },
    }),
    loadPayload: (directory) => ({ directory, module: source.module, export: source.export }),
  };
}
