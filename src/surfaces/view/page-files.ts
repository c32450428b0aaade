import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The built page, in the package and in the repository alike. */
export const PAGE_FOLDER = join(import.meta.dirname, '../../../page/dist');

export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * A file of the page by its path in an address; null where there is none. The path is compared with the list of files and
 * never made part of one.
 */
export function pageFile(folder: string, path: string): PageFile | null {
  const wanted = path === '/' ? 'index.html' : path.slice(1);
  const found = filesIn(folder).find((file) => file === wanted);
  const type = found === undefined ? undefined : TYPES[extname(found)];
  if (found === undefined || type === undefined) return null;
  return { bytes: new Uint8Array(readFileSync(join(folder, found))), type };
}

function filesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
