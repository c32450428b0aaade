import type { NodeSubjectSource } from '../../kernel/task.ts';
import type { SubjectDriver } from './driver.ts';
import { INSIDE, candidateMount, nodeMount } from './inside.ts';

/**
 * No worker threads: they would count against the process limit, and one candidate shall not run on two cores. No type
 * stripping: it was done outside, once, where it costs a tenth.
 */
const FLAGS = ['--v8-pool-size=0', '--no-experimental-strip-types', '--no-warnings'] as const;

/** Candidates that are a function exported by an ECMAScript module. */
export function nodeDriver(source: NodeSubjectSource): SubjectDriver {
  return {
    files: ['node-driver.ts', 'plain-data.ts'],
    program: (files, candidate, inside = INSIDE) => ({
      mounts: [
        nodeMount(inside),
        { host: files.drivers, inside: inside.drivers },
        candidateMount(files, candidate, inside),
      ],
      command: [inside.node, ...FLAGS, `${inside.drivers}/node-driver.js`, inside.candidates],
      environment: { TZ: 'UTC' },
    }),
    loadPayload: (directory) => ({ directory, module: source.module, export: source.export }),
  };
}
