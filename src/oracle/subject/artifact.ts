import type { ArtifactSubjectSource } from '../../kernel/task.ts';
import type { SubjectDriver } from './driver.ts';
import { INSIDE, candidateMount, nodeMount } from './inside.ts';

/** Candidates that run once and are judged by the files they leave. */
export function artifactDriver(source: ArtifactSubjectSource): SubjectDriver {
  return {
    files: [...PROGRAM_RUNNER_FILES],
    program: (files, candidate) => ({
      mounts: [
        nodeMount(),
        { host: files.drivers, inside: INSIDE.drivers },
        candidateMount(files, candidate),
      ],
      command: programRunner(),
      environment: PROGRAM_ENVIRONMENT,
    }),
    loadPayload: (directory) => ({ directory, argv: source.argv }),
    collection: { globs: source.files, limits: source.limits },
  };
}

export const PROGRAM_RUNNER_FILES = ['program-runner.ts'] as const;

/** What makes the usual interpreters answer alike every time. */
export const PROGRAM_ENVIRONMENT = { TZ: 'UTC', PYTHONHASHSEED: '0' } as const;

/** The command that runs one program and hands out the files it left; see `collection.ts`. */
export function programRunner(): readonly string[] {
  const flags = ['--v8-pool-size=0', '--no-warnings'];
  return [INSIDE.node, ...flags, `${INSIDE.drivers}/program-runner.js`, INSIDE.candidates];
}
