import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Most bytes of JavaScript that the whole page may take over the line, every view included. */
const LIMIT = 120_000;

export interface PageSize {
  /** Scripts and style sheets, largest first; sizes in bytes. */
  readonly files: readonly { readonly name: string; readonly gzip: number }[];
  /** Of all scripts. */
  readonly total: number;
  readonly limit: number;
}

/** Weighs a built page, as `scripts/build-page.ts` leaves it. */
export function measurePage(folder: string): PageSize {
  const files = globSync('{assets/*.{js,css},*.js}', { cwd: folder })
    .map((name) => ({ name, gzip: gzipSync(readFileSync(join(folder, name))).byteLength }))
    .toSorted((left, right) => right.gzip - left.gzip);
  const scripts = files.filter(({ name }) => name.endsWith('.js'));
  return { files, total: scripts.reduce((sum, { gzip }) => sum + gzip, 0), limit: LIMIT };
}
