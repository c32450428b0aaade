/**
 * Writes the files that are made from others. With `--check` it writes nothing and fails when one is out of date or a
 * folder of `src/` has no row in the layer table.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { taskFileSchema } from '../src/task/task-file-schema.ts';
import { replaceBetweenMarkers, writeLayerTable } from './layer-document.ts';
import { LAYERS } from './layers.ts';
import { lintConfiguration } from './lint-configuration.ts';
import { referencePages, strayPages } from './reference/reference-pages.ts';

const root = join(import.meta.dirname, '..');

const pages = referencePages();

/** What each generated file must contain, given what it contains now. */
const GENERATED: Readonly<Record<string, (present: string) => string>> = {
  '.oxlintrc.json': () => `${JSON.stringify(lintConfiguration(), null, 2)}\n`,
  'docs/architecture.md': (present) => replaceBetweenMarkers(present, 'layers', writeLayerTable(LAYERS)),
  'schema/fulcrum.schema.json': taskFileSchema,
  ...Object.fromEntries([...pages].map(([path, text]) => [path, () => text])),
};

const outOfDate = Object.entries(GENERATED).flatMap(([name, generate]) => {
  const path = join(root, name);
  const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const expected = generate(present);
  return present === expected ? [] : [{ name, path, expected }];
});

if (process.argv.includes('--check')) {
  const problems = [
    ...unknownFolders(),
    ...outOfDate.map(({ name }) => `${name} is out of date: npm run generate.`),
    ...strayPages(root, pages).map((name) => `${name} is about nothing there is: remove it.`),
  ];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else {
  for (const { path, expected } of outOfDate) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, expected);
  }
}

function unknownFolders(): readonly string[] {
  return readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !LAYERS.some(({ name }) => name === entry.name))
    .map((entry) => `src/${entry.name}/ has no row in scripts/layers.ts: add it, then npm run generate.`);
}
