/**
 * Runs in a proposer's sandbox: lets an editor change the files of the agent whose child is wanted. `own` takes the
 * editor from the agent itself, `fixed` the one every lineage began with.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawFrom } from './workspace/draw.ts';

type Files = { readonly [path: string]: string };

interface Request {
  readonly seed: number;
  readonly parents: readonly { readonly files: Files }[];
}

const { seed, parents } = JSON.parse(readFileSync(0, 'utf8')) as Request;
const { files } = parents[0]!;
const { edit } = (await import(editorPath(process.argv[2]!))) as {
  readonly edit: (files: Files, draw: () => number) => Files;
};
const changed = edit(files, drawFrom(seed));
const edits = Object.entries(files).flatMap(([path, text]) =>
  changed[path] === text ? [] : [{ path, content: changed[path] }],
);
console.log(JSON.stringify(edits.length === 0 ? { nothing: 'the editor changed nothing' } : { edits }));

function editorPath(whose: string): string {
  if (whose === 'fixed') return './workspace/editor.ts';
  const path = join(process.cwd(), 'editor.ts');
  writeFileSync(join(process.cwd(), 'package.json'), '{"type":"module"}');
  writeFileSync(path, files['editor.ts']!);
  return pathToFileURL(path).href;
}
