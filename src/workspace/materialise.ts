import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { listFiles } from './tree.ts';

/** Changes a file's bytes on the way out, as stripping types does. */
export type FileTransform = (path: string, bytes: Uint8Array) => Uint8Array;

/**
 * Writes a tree into a folder, which is made when missing. Files and folders are readable by everyone and writable by
 * their owner, whatever the process's umask.
 */
export function materialise(
  store: BlobStore,
  tree: Hash,
  directory: string,
  transform?: FileTransform,
): void {
  const made = new Set<string>();
  const makeFolder = (folder: string): void => {
    if (made.has(folder)) return;
    if (folder !== directory) makeFolder(dirname(folder));
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755);
    made.add(folder);
  };
  makeFolder(directory);
  for (const file of listFiles(store, tree)) {
    const target = join(directory, file.path);
    const bytes = store.get(file.hash);
    makeFolder(dirname(target));
    writeFileSync(target, transform === undefined ? bytes : transform(file.path, bytes), { flag: 'w' });
    chmodSync(target, file.executable ? 0o755 : 0o644);
  }
}
