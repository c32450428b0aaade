/**
 * Builds the package that is published into `dist/`, or the folder given as argument: JavaScript with declarations
 * under `lib/` (Node refuses to strip types inside node_modules), the launcher, the examples, the page of `fulcrum view`
 * and a manifest of its own.
 * `npm pack ./dist` packs it.
 *
 * `lib/` takes the place of `src/` at the same depth, so paths from a module to the package's root stay true.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { publishedManifest } from './published-manifest.ts';

const root = join(import.meta.dirname, '..');
const output = resolve(process.argv[2] ?? join(root, 'dist'));
const library = join(output, 'lib');

/** Copied as they are; the examples are what `fulcrum init --example` starts from. */
const COPIED = ['bin', 'examples', 'docs', 'schema', 'README.md', 'CHANGELOG.md', 'LICENSE'];

rmSync(output, { recursive: true, force: true });
emitJavaScript();
copyAssets();
buildPage();
writeFileSync(join(output, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);

function buildPage(): void {
  const words = [join(import.meta.dirname, 'build-page.ts'), join(output, 'page', 'dist')];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function emitJavaScript(): void {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const words = [compiler, '--project', join(root, 'tsconfig.build.json'), '--outDir', library];
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function copyAssets(): void {
  for (const name of COPIED)
    cpSync(join(root, name), join(output, name), { recursive: true, filter: isPublished });
  for (const path of globSync('src/**/*.*', { cwd: root, exclude: ['**/*.ts'] })) {
    cpSync(join(root, path), join(library, path.slice('src/'.length)));
  }
}

/** Leaves out what runs and installations leave behind in the examples. */
function isPublished(path: string): boolean {
  return !/(?:^|\/)(?:node_modules|\.fulcrum|coverage)$/.test(path);
}

function manifest(): object {
  return publishedManifest(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
}
