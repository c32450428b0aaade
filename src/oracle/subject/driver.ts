import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { SubjectSource } from '../../kernel/task.ts';
import { artifactDriver } from './artifact.ts';
import type { CollectionOrder } from './collection.ts';
import { commandDriver } from './command.ts';
import { nodeDriver } from './node.ts';
import type { InsidePlaces } from './inside.ts';
import type { Plain } from './plain-data.ts';
import { pythonDriver } from './python.ts';
import type { Exchange } from './session.ts';

/** Where the candidates' files and the drivers' code lie on this machine. */
export interface SubjectFiles {
  /** Folder of materialised trees, each in a folder named by its hash. */
  readonly candidates: string;
  /** Folder of the drivers' JavaScript. */
  readonly drivers: string;
  /** Folder of those in which sandboxes that wait for a candidate will find it. */
  readonly waiting: string;
}

/** How candidates of one kind of source are started and loaded. */
export interface SubjectDriver {
  /** Files of this folder that its sandbox needs; of TypeScript the JavaScript. */
  readonly files: readonly string[];
  /** Called once with the folder of the files when they are there. */
  readonly prepare?: (directory: string) => void;
  /** The program of a sandbox that sees one candidate's folder, or with null all of them, for screening. */
  readonly program: (
    files: SubjectFiles,
    candidate: string | null,
    /** Where things shall lie in it; an artifact's are always at the usual places. */
    inside?: InsidePlaces,
  ) => Pick<SandboxOrder, 'mounts' | 'command' | 'environment'>;
  /** Payload of the question that loads a candidate: its folder below what the sandbox sees, empty for all of that. */
  readonly loadPayload: (directory: string) => Plain;
  /** Between plain data and what the program in the sandbox speaks; left out where that is plain data itself. */
  readonly translation?: Translation;
  /** Set when loading runs the candidate to its end, and it is judged by the files it leaves. */
  readonly collection?: CollectionOrder;
}

export interface Translation {
  /** Takes the arguments as one encoded list. Throws when the oracle asks what this kind cannot be asked. */
  readonly question: (payload: string) => string;
  readonly answer: (exchange: Exchange) => Exchange;
}

/** Candidates that are only files are never started. */
const FILES_DRIVER: SubjectDriver = {
  files: [],
  program: () => {
    throw new TypeError('a candidate that is only files is not started');
  },
  loadPayload: () => null,
};

export function subjectDriver(source: SubjectSource): SubjectDriver {
  switch (source.kind) {
    case 'node':
      return nodeDriver(source);
    case 'python':
      return pythonDriver(source);
    case 'command':
      return commandDriver(source);
    case 'artifact':
      return artifactDriver(source);
    case 'files':
      return FILES_DRIVER;
  }
}
