import * as fc from 'fast-check';
import type { Hash } from '../../kernel/candidate.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import { withFile } from '../tree.ts';

const NAMES = ['a', 'b', 'a.ts', 'b.ts', 'a b', '"q"', 'é', '-n'];

/** Paths of up to three names out of a few, so that files and folders often stand in each other's way. */
export const smallPath = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('/'));

/** Texts whose lines often agree, with every kind of line end and none at the end. */
export const smallText = fc
  .array(fc.constantFrom('x', 'y', 'same', '', '+', '-', '--- a/a', '\\', 'é\u2028', '\ufeffmark', 'r\r'), {
    maxLength: 8,
  })
  .chain((lines) => fc.boolean().map((ended) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : '')));

/** Files by path where no file lies below another. */
export const smallFiles: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .array(fc.tuple(smallPath, smallText), { minLength: 1, maxLength: 6 })
  .map((writes) =>
    writes.reduce((files, [path, text]) => modelWrite(files, path, text), new Map<string, string>()),
  );

/** What writing or removing one file means, said over a plain map. */
export function modelWrite(
  files: ReadonlyMap<string, string>,
  path: string,
  text: string | null,
): Map<string, string> {
  if (text === null) return new Map([...files].filter(([other]) => other !== path));
  const kept = [...files].filter(([other]) => !other.startsWith(`${path}/`) && !path.startsWith(`${other}/`));
  return new Map(kept).set(path, text);
}

/** The tree of a map's files, written one by one. */
export function treeOf(store: BlobStore, files: ReadonlyMap<string, string>): Hash {
  let tree: Hash | null = null;
  for (const [path, text] of files) tree = withFile(store, tree, path, new TextEncoder().encode(text));
  return tree!;
}
