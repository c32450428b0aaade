import { chmodSync, copyFileSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Shows the files of a folder in another one, which is made: by hard links, that cost no bytes, and as copies where the
 * file system makes none. Folders are readable by everyone, whatever the process's umask.
 */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else linkFile(source, target);
  }
}

/** No links here: across file systems, not supported, too many of one file, or forbidden to this user. */
const NO_LINK = new Set(['EXDEV', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EPERM']);

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!NO_LINK.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(source, target);
  }
}
