import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PAGE_FOLDER } from '../../src/surfaces/view/page-files.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What a build is made of; of `src/` the page takes in a few modules of these folders. */
const SOURCES = [
  'page/{index.html,vite.config.ts,public/*}',
  'page/src/**/*.{ts,tsx,css}',
  'src/{acceptance,kernel,report}/**/*.ts',
];

/**
 * The page built from the sources as they are, in a folder of this process: a copy of the installation's, which somebody
 * may build anew meanwhile, or one made now where that is older.
 */
export function builtPage(): string {
  return (built ??= make());
}

let built: string | null = null;

function isCurrent(): boolean {
  const page = statSync(join(PAGE_FOLDER, 'single', 'page.js'), { throwIfNoEntry: false });
  if (page === undefined) return false;
  const files = globSync(SOURCES, { cwd: ROOT });
  if (files.length < 20) throw new Error('the sources of the page are not where they were');
  return files.every((file) => file.includes('.test.') || statSync(join(ROOT, file)).mtimeMs <= page.mtimeMs);
}

function make(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-page-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  if (isCurrent()) cpSync(PAGE_FOLDER, folder, { recursive: true });
  else execFileSync(process.execPath, [join(ROOT, 'scripts/build-page.ts'), folder]);
  return folder;
}
