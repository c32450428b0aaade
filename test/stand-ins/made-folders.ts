import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new folder whose name begins so, there until `removeMade`. */
export function makeFolder(prefix: string): string {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  made.push(directory);
  return directory;
}

/**
 * Removes whatever `makeFolder` made so far. Each file whose tests make such folders calls it at its end: a hook in here
 * would be registered for the first of them only, for files share their modules.
 */
export function removeMade(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}
