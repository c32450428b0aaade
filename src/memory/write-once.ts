import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a file, whole or not at all. What is there already stays; of two who write at once the first wins. */
export function writeOnce(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `draft-${randomBytes(8).toString('hex')}`);
  try {
    writeFileSync(draft, text, { flag: 'wx', flush: true });
    linkSync(draft, join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
