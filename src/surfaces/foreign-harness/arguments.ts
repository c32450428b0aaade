import { lstatSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Hash } from '../../kernel/candidate.ts';
import type { BlobStore } from '../../kernel/contracts/store.ts';
import type { ImportRules } from '../../workspace/import-directory.ts';
import { pathFault, pathMatcher } from '../../workspace/paths.ts';
import { listFiles } from '../../workspace/tree.ts';
import type { PreparedHarness } from '../audit-harness.ts';
import { MAXIMUM_FILE_BYTES } from '../audit-harness.ts';
import type { HarnessFlags } from './harness-flags.ts';
import { harnessError } from './harness-flags.ts';

export function noWords({ words }: HarnessFlags): void {
  if (words.length === 0) return;
  throw harnessError(`"${words[0]}" means nothing here`, 'audit', 'Name what is audited by options alone');
}

export function importRules(flags: HarnessFlags): ImportRules {
  return { exclude: flags.exclude ?? [], maximumFileBytes: MAXIMUM_FILE_BYTES };
}

/** @throws FulcrumError where a glob matches no file: nothing would be attacked */
export function demandMatch(store: BlobStore, tree: Hash, globs: readonly string[]): void {
  const paths = [...listFiles(store, tree)].map(({ path }) => path);
  const idle = globs.find((glob) => !paths.some(pathMatcher([glob])));
  if (idle !== undefined)
    throw harnessError(`no file matches ${idle}`, '--editable', 'Name files that are in the workspace');
  if (paths.every(pathMatcher(globs)))
    throw harnessError('every file may be changed', '--editable', 'Leave the tests out of it');
}

export function folderAt(path: string, option: string): string {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw harnessError(`${path} is no folder`, option, 'Name a folder that is there');
}

export function fileAt(path: string, option: string): string {
  const file = resolve(path);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
  throw harnessError(`${path} is no file`, option, 'Name a file that is there');
}

export function pathBelow(root: string, file: string): string {
  const path = relative(root, file).split(sep).join('/');
  if (!path.startsWith('../') && pathFault(path) === null) return path;
  throw harnessError(`${file} does not lie in ${root}`, '--workspace', 'Name a folder that holds both files');
}

/** What `--tool <path>=<folder>` says. */
export function toolsOf(words: readonly string[]): PreparedHarness['tools'] {
  const tools: { [path: string]: string } = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const [path, host] = [word.slice(0, at), resolve(word.slice(at + 1))];
    if (at < 1 || isAbsolute(path) || pathFault(path) !== null)
      throw harnessError(
        `"${word}" is no <path>=<folder>`,
        '--tool',
        'Write it as node_modules=../node_modules',
      );
    if (statSync(host, { throwIfNoEntry: false }) === undefined)
      throw harnessError(`${host} is not there`, '--tool', 'Name a file or folder that is there');
    if (Object.keys(tools).some((other) => basename(other) === basename(path)))
      throw harnessError(`two tools are called ${basename(path)}`, '--tool', 'Put them into one folder');
    tools[path] = host;
  }
  return tools;
}
