import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgedFiles, TreeFiles } from './check-context.ts';

/** The files of a candidate beside those of the baseline, read when they are looked at. */
export function judgedFiles(
  directories: { readonly candidate: string; readonly baseline: string },
  isEditable: (path: string) => boolean,
): JudgedFiles {
  const candidate = treeFiles(directories.candidate);
  const baseline = treeFiles(directories.baseline);
  let changed: readonly string[] | null = null;
  return {
    candidate,
    baseline,
    get changed() {
      return (changed ??= differences(candidate, baseline));
    },
    isEditable,
  };
}

/** A materialised tree as plain data. It holds regular files and folders alone, so nothing leads out of it. */
export function treeFiles(directory: string): TreeFiles {
  let paths: readonly string[] | null = null;
  let known: ReadonlySet<string> | null = null;
  const list = (): readonly string[] => (paths ??= [...pathsIn(directory, '')].toSorted());
  // Only what the tree lists is read: a path is never looked up by itself.
  const bytes = (path: string): Uint8Array | null =>
    (known ??= new Set(list())).has(path) ? readFileSync(join(directory, path)) : null;
  return {
    get paths() {
      return list();
    },
    bytes,
    text: (path) => {
      const content = bytes(path);
      return content === null ? null : new TextDecoder().decode(content);
    },
  };
}

function* pathsIn(directory: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* pathsIn(directory, path);
    else yield path;
  }
}

function differences(left: TreeFiles, right: TreeFiles): readonly string[] {
  const all = [...new Set([...left.paths, ...right.paths])].toSorted();
  return all.filter((path) => {
    const [before, after] = [right.bytes(path), left.bytes(path)];
    return before === null || after === null || Buffer.compare(before, after) !== 0;
  });
}
