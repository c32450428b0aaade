/*
 * Compares what an agent left with what it was given, in its sandbox, when nothing of it runs any more. Links are never
 * followed.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '../runner-protocol.ts';

/** Every file of the workspace that is not as in the tree, folder by folder. */
export function* differencesIn(tree: string, workspace: string): Generator<Difference> {
  yield* differencesBelow(tree, workspace, '', true);
}

/** @param reached false where a link, or nothing, stands in the place of a folder above: nothing there is the workspace's */
function* differencesBelow(
  tree: string,
  workspace: string,
  folder: string,
  reached: boolean,
): Generator<Difference> {
  const within = reached && isFolder(join(workspace, folder));
  const before = namesIn(join(tree, folder));
  const after = within ? namesIn(join(workspace, folder)) : [];
  for (const name of new Set([...before, ...after])) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const was = statOf(join(tree, path));
    const is = within ? statOf(join(workspace, path)) : null;
    if (was?.isFile() === true && is?.isFile() === true) {
      if (!isSame(join(tree, path), was, join(workspace, path), is)) yield [path, 'changed', is.size];
      continue;
    }
    if (was?.isFile() === true) yield [path, 'removed', 0];
    if (is?.isFile() === true) yield [path, 'added', is.size];
    else if (is !== null && !is.isDirectory()) yield [path, 'special', 0];
    if (was?.isDirectory() === true || is?.isDirectory() === true)
      yield* differencesBelow(tree, workspace, path, within);
  }
}

/** Names in a folder that is one; none where something else lies, or nothing, or it was closed. */
function namesIn(folder: string): readonly string[] {
  try {
    return isFolder(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

function statOf(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function isSame(left: string, was: Stats, right: string, is: Stats): boolean {
  if (was.size !== is.size) return false;
  try {
    return readFileSync(left).equals(readFileSync(right));
  } catch {
    // A file that its owner closed cannot be read at the end either: there it is said.
    return false;
  }
}

/** A part of a file in base64; null where there is no such file, or it was closed. */
export function readPiece(
  workspace: string,
  { path, offset, length }: { readonly path: string; readonly offset: number; readonly length: number },
): string | null {
  // A link or a pipe in the place of a file is an error, not something to wait for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    const file = openSync(join(workspace, path), flags);
    try {
      if (!fstatSync(file).isFile()) return null;
      const bytes = Buffer.alloc(length);
      let count = 0;
      for (let more = 1; more > 0 && count < length; count += more)
        more = readSync(file, bytes, count, length - count, offset + count);
      return bytes.toString('base64', 0, count);
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
