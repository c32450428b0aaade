import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The regular files below a folder, by their path in it; null when there is no such folder. */
export function folderFiles(folder: string): { readonly [path: string]: Uint8Array } | null {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    return Object.fromEntries(
      entries.flatMap((entry) => {
        if (!entry.isFile()) return [];
        const file = join(entry.parentPath, entry.name);
        return [[relative(folder, file), readFileSync(file)]];
      }),
    );
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
