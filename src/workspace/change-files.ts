import { chmodSync, mkdirSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { changedFiles } from './changes.ts';
import type { FileTransform } from './materialise.ts';
import { findFile } from './tree.ts';

/**
 * Turns a folder that holds one tree into another tree. Costs in proportion to what changed. A file is never written in
 * place but made anew, so that a folder which shares it by a hard link keeps the old one.
 *
 * @param directory as `materialise` wrote `before`, with the same transformation
 */
export function changeFiles(
  store: BlobStore,
  before: Hash,
  after: Hash,
  directory: string,
  transform: FileTransform,
): void {
  const changes = changedFiles(store, before, after);
  for (const { path, kind } of changes) {
    if (kind === 'added') continue;
    unlinkSync(join(directory, path));
    removeEmptyFolders(directory, dirname(path));
  }
  for (const { path, kind } of changes) {
    if (kind === 'removed') continue;
    const file = findFile(store, after, path)!;
    const target = join(directory, path);
    makeFolders(directory, dirname(path));
    writeFileSync(target, transform(path, store.get(file.hash)), { flag: 'wx' });
    chmodSync(target, file.executable ? 0o755 : 0o644);
  }
}

/** Trees have no empty folders, and a file may take the place of one. */
function removeEmptyFolders(directory: string, folder: string): void {
  for (let path = folder; path !== '.'; path = dirname(path)) {
    try {
      rmdirSync(join(directory, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTEMPTY') return;
      throw error;
    }
  }
}

function makeFolders(directory: string, folder: string): void {
  if (folder === '.') return;
  makeFolders(directory, dirname(folder));
  const path = join(directory, folder);
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  chmodSync(path, 0o755);
}
