import { join } from 'node:path';
import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { SubjectFiles } from './driver.ts';

/** Where things lie in a subject's sandbox. */
export const INSIDE = {
  drivers: '/fulcrum/drivers',
  candidates: '/fulcrum/candidates',
  tools: '/fulcrum/tools',
  /** In a folder of its own, which programs find in their PATH. */
  node: '/fulcrum/bin/node',
} as const;

type Mount = SandboxOrder['mounts'][number];

/** One candidate's folder, or with null the folder of all of them. */
export function candidateMount(files: SubjectFiles, candidate: string | null): Mount {
  const host = candidate === null ? files.candidates : join(files.candidates, candidate);
  return { host, inside: INSIDE.candidates };
}

export function nodeMount(): Mount {
  return { host: process.execPath, inside: INSIDE.node };
}
