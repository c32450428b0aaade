import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Hash } from '../kernel/candidate.ts';
import type { BlobStore } from '../kernel/contracts/store.ts';
import { listFiles } from './tree.ts';

/** Changes a file's bytes on the way out, as stripping types does. */
export type FileTransform = (path: string, bytes: Uint8Array) => Uint8Array;

/** Writes a tree into a folder, which is made when missing. Files are readable by everyone and writable by their owner. */
export function materialise(store: BlobStore, tree: Hash, directory: string, transform?: FileTransform): void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const file of listFiles(store, tree)) {
    const target = join(directory, file.path);
    const bytes = store.get(file.hash);
    mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
    writeFileSync(target, transform === undefined ? bytes : transform(file.path, bytes), { flag: 'w' });
    chmodSync(target, file.executable ? 0o755 : 0o644);
  }
}
