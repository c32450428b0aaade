import { createHash } from 'node:crypto';
import type { JudgedFiles, TreeFiles, TreeName } from '../../check-context.ts';
import { isCode, sabotaged } from './sabotage.ts';

/** What is put over a tree; null takes a file away. */
export type Overlay = { readonly [path: string]: Uint8Array | string | null };

/** What a run is made from, beside the tree that is judged. */
export interface SuiteFiles {
  /** Tests and configuration: the candidate has no say in them. */
  readonly isSuite: (path: string) => boolean;
  /** Files of the oracle, by path: tests that nobody else has seen. */
  readonly own: { readonly [path: string]: Uint8Array };
}

/**
 * What makes a tree fit to be run: of the candidate only the editable files that are neither tests nor configuration,
 * everything else as the baseline has it, and the oracle's own files over all of it.
 */
export function suiteOverlay(files: JudgedFiles, tree: TreeName, { isSuite, own }: SuiteFiles): Overlay {
  const overlay: { [path: string]: Uint8Array | null } = {};
  if (tree === 'candidate')
    for (const path of files.changed)
      if (isSuite(path) || !files.isEditable(path)) overlay[path] = files.baseline.bytes(path);
  return { ...overlay, ...own };
}

/** The code that proposers may change, doing nothing any more. */
export function sabotageOverlay(files: JudgedFiles, { isSuite, own }: SuiteFiles): Overlay {
  const { baseline, isEditable } = files;
  const code = baseline.paths.filter((path) => isEditable(path) && isCode(path) && !isSuite(path));
  const overlay = code.flatMap((path) => {
    const text = baseline.text(path)!;
    const changed = sabotaged(path, text);
    return changed === text || own[path] !== undefined ? [] : [[path, changed] as const];
  });
  return Object.fromEntries(overlay);
}

/** A file of the oracle that the tree holds as well, under its own or another name: it is not held out. */
export function knownFile(
  tree: TreeFiles,
  own: SuiteFiles['own'],
): readonly [own: string, tree: string] | null {
  const byDigest = new Map(tree.paths.map((path) => [digestOf(tree.bytes(path)!), path]));
  for (const [path, bytes] of Object.entries(own)) {
    // Files such as an empty `__init__.py` say nothing.
    if (bytes.length === 0) continue;
    const known = byDigest.get(digestOf(bytes)) ?? (tree.bytes(path) === null ? undefined : path);
    if (known !== undefined) return [path, known];
  }
  return null;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
