import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { transformSync } from 'oxc-transform';

const FILES = ['node-driver', 'plain-data'] as const;

/** Writes the drivers as JavaScript into a folder of their own, to be mounted in sandboxes. */
export function installDrivers(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const extension = extname(import.meta.filename);
  for (const name of FILES) {
    const file = join(import.meta.dirname, `${name}${extension}`);
    const { code } = transformSync(file, readFileSync(file, 'utf8'), {
      typescript: { rewriteImportExtensions: true },
    });
    writeFileSync(join(directory, `${name}.js`), code, { mode: 0o644 });
  }
  // Ends Node's search for a package scope here.
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}\n', { mode: 0o644 });
}
