import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { transformSync } from 'oxc-transform';

/** Writes drivers into a folder of their own, to be mounted in sandboxes; TypeScript as JavaScript. */
export function installDrivers(directory: string, files: readonly string[]): void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  for (const file of files) {
    if (extname(file) === '.ts') installModule(directory, file.slice(0, -'.ts'.length));
    else installAsIs(directory, file);
  }
  // Ends Node's search for a package scope here.
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}\n', { mode: 0o644 });
}

function installModule(directory: string, name: string): void {
  const file = join(import.meta.dirname, `${name}${extname(import.meta.filename)}`);
  const { code } = transformSync(file, readFileSync(file, 'utf8'), {
    typescript: { rewriteImportExtensions: true },
  });
  writeFileSync(join(directory, `${name}.js`), code, { mode: 0o644 });
}

function installAsIs(directory: string, file: string): void {
  copyFileSync(join(import.meta.dirname, file), join(directory, file));
  chmodSync(join(directory, file), 0o644);
}
