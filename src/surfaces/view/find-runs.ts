import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import { LEDGER_FILE } from '../../ledger/sqlite-ledger.ts';
import { RUNS_FOLDER } from '../run-directory.ts';

/** A run directory and how addresses name it. */
export interface RunPlace {
  /** Letters, digits, `.`, `_`, `-` and `~` only; the same directory keeps it. */
  readonly id: string;
  /** Of the run, as people call it: `main`, `comparison/evolve-1`. */
  readonly name: string;
  readonly directory: string;
  /** The folder of its task; null for a run directory that stands alone. */
  readonly taskDirectory: string | null;
}

/** The runs below the paths that were asked for; looked for anew each time, as runs come and go. An id is looked up among
 * them, never made into a path. */
export interface RunFinder {
  readonly places: () => readonly RunPlace[];
}

/** Runs of a comparison lie in a folder of their own. */
const DEEPEST = 2;

/**
 * @param paths task files, task folders, or run directories
 * @throws FulcrumError `FULCRUM_E_VIEW_PATH` for a path that is none of these
 */
export function createRunFinder(paths: readonly string[]): RunFinder {
  const roots = paths.map(rootOf);
  const ids = new Map<string, string>();
  const idOf = (name: string, directory: string): string => {
    const known = ids.get(directory);
    if (known !== undefined) return known;
    const plain = slug(name);
    const isTaken = new Set(ids.values()).has(plain);
    const id = isTaken ? `${plain}~${digestOf(directory)}` : plain;
    ids.set(directory, id);
    return id;
  };
  const places = (): readonly RunPlace[] => {
    const found = new Map<string, Omit<RunPlace, 'id'>>();
    for (const root of roots) for (const run of runsOf(root)) found.set(run.directory, run);
    return [...found.values()].map((run) => ({ ...run, id: idOf(run.name, run.directory) }));
  };
  return { places };
}

type Root =
  | { readonly kind: 'task'; readonly directory: string }
  | { readonly kind: 'run'; readonly directory: string };

function rootOf(path: string): Root {
  const given = resolve(path);
  const status = statSync(given, { throwIfNoEntry: false });
  if (status === undefined) throw noRuns(path, 'there is no such file or folder');
  const directory = realpathSync(status.isFile() ? dirname(given) : given);
  if (holdsRun(directory)) return { kind: 'run', directory };
  if (existsSync(join(directory, RUNS_FOLDER)) || existsSync(join(directory, 'fulcrum.yaml')))
    return { kind: 'task', directory };
  throw noRuns(path, 'it is neither the folder of a task nor a run directory');
}

function runsOf(root: Root): readonly Omit<RunPlace, 'id'>[] {
  if (root.kind === 'task') {
    const base = join(root.directory, RUNS_FOLDER);
    return runsBelow(base, DEEPEST).map((directory) => {
      return { name: relative(base, directory), directory, taskDirectory: root.directory };
    });
  }
  const { directory } = root;
  const parent = dirname(directory);
  const taskDirectory = basename(parent) === RUNS_FOLDER ? dirname(parent) : null;
  return [{ name: basename(directory), directory, taskDirectory }];
}

/** Links are not followed: what was asked for is what is shown. */
function runsBelow(folder: string, depth: number): readonly string[] {
  return foldersIn(folder).flatMap((name) => {
    const directory = join(folder, name);
    if (holdsRun(directory)) return [directory];
    return depth > 1 ? runsBelow(directory, depth - 1) : [];
  });
}

function foldersIn(folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not there yet, gone again, or not ours to read: it holds no runs that could be shown.
    return [];
  }
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
}

function holdsRun(directory: string): boolean {
  return existsSync(join(directory, LEDGER_FILE));
}

function slug(name: string): string {
  return name
    .replaceAll('/', '~')
    .replaceAll(/[^\w.~-]/g, '_')
    .slice(0, 80);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function noRuns(path: string, what: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_VIEW_PATH',
    domain: 'usage',
    what: `there are no runs to show: ${what}`,
    where: path,
    mend: 'Name a task file, its folder, or a run directory that holds ledger.sqlite',
  });
}
