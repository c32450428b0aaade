import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The run directory of a story, emptied of what an earlier telling left there. */
export function freshDirectory(example: string, name: string): string {
  const directory = fileURLToPath(new URL(`${example}/.fulcrum/${name}`, import.meta.url));
  rmSync(directory, { recursive: true, force: true });
  return directory;
}
