/**
 * Builds the page of `fulcrum view` into `page/dist/`, or the folder given as argument: for the server, as files that
 * are fetched when they are needed, and below `single/` as one script and one style sheet, for a report that is opened
 * from disk, where browsers load no modules. Prints what the page weighs.
 */
import { join, resolve } from 'node:path';

import { build } from 'vite';

import { measurePage } from './page-size.ts';

const page = join(import.meta.dirname, '..', 'page');
const output = resolve(process.argv[2] ?? join(page, 'dist'));

await build({ root: page, logLevel: 'warn', build: { outDir: output } });
await build({
  root: page,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: join(output, 'single'),
    cssCodeSplit: false,
    // There is nothing beside it to load early.
    modulePreload: false,
    rolldownOptions: {
      input: join(page, 'src', 'main.tsx'),
      // Only for loading files beside the script, of which there are none.
      transform: { define: { 'import.meta': '{}' } },
      output: {
        format: 'iife',
        codeSplitting: false,
        entryFileNames: 'page.js',
        assetFileNames: 'page.[ext]',
      },
    },
  },
});

const { files, total, limit } = measurePage(output);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
for (const { name, gzip } of files) console.log(`${kilobytes(gzip)} gzip  ${name}`);
console.log(`${kilobytes(total)} gzip  JavaScript altogether, of at most${kilobytes(limit)}`);
