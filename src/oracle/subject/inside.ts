import { join } from 'node:path';
import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { SubjectFiles } from './driver.ts';

/** Where things lie in a subject's sandbox. */
export interface InsidePlaces {
  readonly drivers: string;
  readonly candidates: string;
  readonly tools: string;
  readonly overlay: string;
  /** In a folder of its own, which programs find in their PATH. */
  readonly node: string;
}

/** Where they lie in a sandbox that looks like every other. */
export const PLAIN_ROOT = '/fulcrum';
export const INSIDE = insideOf(PLAIN_ROOT);

/** The same below another folder. */
export function insideOf(root: string): InsidePlaces {
  return {
    drivers: `${root}/drivers`,
    candidates: `${root}/candidates`,
    tools: `${root}/tools`,
    overlay: `${root}/overlay`,
    node: `${root}/bin/node`,
  };
}

type Mount = SandboxOrder['mounts'][number];

/** One candidate's folder, or with null the folder of all of them. */
export function candidateMount(files: SubjectFiles, candidate: string | null, inside = INSIDE): Mount {
  const host = candidate === null ? files.candidates : join(files.candidates, candidate);
  return { host, inside: inside.candidates };
}

export function nodeMount(inside = INSIDE): Mount {
  return { host: process.execPath, inside: inside.node };
}
