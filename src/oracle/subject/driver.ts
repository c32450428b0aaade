import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import { nodeDriver } from './node.ts';
import type { Plain } from './plain-data.ts';

/** Where the candidates' files and the drivers' code lie on this machine. */
export interface SubjectFiles {
  /** Folder of materialised trees, each in a folder named by its hash. */
  readonly candidates: string;
  /** Folder of the drivers' JavaScript. */
  readonly drivers: string;
}

/** How candidates of one kind of source are started and loaded. */
export interface SubjectDriver {
  /** The program of a sandbox that sees one candidate's folder, or with null all of them, for screening. */
  readonly program: (
    files: SubjectFiles,
    candidate: string | null,
  ) => Pick<SandboxOrder, 'mounts' | 'command' | 'environment'>;
  /** Payload of the question that loads a candidate: its folder below what the sandbox sees, empty for all of that. */
  readonly loadPayload: (directory: string) => Plain;
}

export function subjectDriver(source: SubjectSource): SubjectDriver {
  switch (source.kind) {
    case 'node':
      return nodeDriver(source);
  }
}
