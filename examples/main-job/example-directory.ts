import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of an example that comes with Fulcrum. */
export function exampleDirectory(example: string): string {
  return resolve(import.meta.dirname, '..', example);
}

/** The run directory of a story, emptied of what an earlier telling left there. */
export function freshRunDirectory(example: string, name: string): string {
  const directory = join(exampleDirectory(example), '.fulcrum', name);
  rmSync(directory, { recursive: true, force: true });
  return directory;
}
