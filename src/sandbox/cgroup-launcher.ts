import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { type Hierarchy, parseHierarchies } from './cgroup-hierarchy.ts';
import { isAlive, processIdentity } from './process-identity.ts';
import { removeGroup } from './cgroup-slot.ts';

/** Where a launcher's groups live: one directory a hierarchy that is used. */
export interface LauncherGroups {
  readonly memory: GroupPlace;
  readonly pids: GroupPlace;
  readonly cpu: GroupPlace | null;
  /** All directories, each once. */
  readonly directories: readonly string[];
}

export interface GroupPlace {
  readonly version: 1 | 2;
  readonly directory: string;
}

/** Why there is no control group for sandboxes. */
export interface NoGroups {
  readonly missing: string;
}

const PREFIX = 'fulcrum-';
const CONTROLLERS_V2 = ['memory', 'pids'];
/** How deep below a hierarchy's root leftovers are looked for. */
const SWEEP_DEPTH = 4;

export function readHierarchies(): readonly Hierarchy[] {
  if (!existsSync('/proc/self/cgroup')) return [];
  return parseHierarchies(
    readFileSync('/proc/self/mountinfo', 'utf8'),
    readFileSync('/proc/self/cgroup', 'utf8'),
  );
}

/**
 * Makes this launcher's groups below the caller's own, so that limits set on the caller hold for its sandboxes too:
 * version 1 controllers where memory and pids are mounted as such (the unified mount then only helps to kill), else
 * version 2, which needs root or a delegated group.
 */
export function createLauncherGroups(hierarchies: readonly Hierarchy[]): LauncherGroups | NoGroups {
  const name = `${PREFIX}${processIdentity(process.pid)}`;
  const withController = (controller: string): Hierarchy | undefined =>
    hierarchies.find(({ controllers }) => controllers.includes(controller));
  const unified = hierarchies.find(({ version }) => version === 2);
  const memory = withController('memory');
  const pids = withController('pids');
  try {
    if (memory !== undefined && pids !== undefined) {
      const place = ({ own }: Hierarchy): GroupPlace => ({ version: 1, directory: makeGroup(own, name) });
      const cpuacct = withController('cpuacct');
      const groups = {
        memory: place(memory),
        pids: place(pids),
        cpu: cpuacct === undefined ? null : place(cpuacct),
      };
      const killing = unified === undefined || !isWritable(unified.own) ? [] : [makeGroup(unified.own, name)];
      return { ...groups, directories: unique([...directoriesOf(groups), ...killing]) };
    }
    if (unified === undefined)
      return { missing: 'no control-group hierarchy with memory and pids is mounted' };
    const directory = makeGroup(delegate(unified), name);
    writeFileSync(join(directory, 'cgroup.subtree_control'), enable(CONTROLLERS_V2));
    const place: GroupPlace = { version: 2, directory };
    return { memory: place, pids: place, cpu: place, directories: [directory] };
  } catch (error) {
    return { missing: `control groups cannot be made: ${(error as Error).message}` };
  }
}

/**
 * Removes groups, with what still runs in them, of launchers that are no more.
 *
 * @returns whether none is left; one whose processes are still dying stays for another try
 */
export function sweepGroups(hierarchies: readonly Hierarchy[]): boolean {
  let clean = true;
  for (const { mount, own } of hierarchies) {
    for (const directory of new Set([
      ...launcherGroupsBelow(mount, SWEEP_DEPTH),
      ...launcherGroupsBelow(own, 1),
    ])) {
      if (!isWritable(directory) || isAlive(basename(directory).slice(PREFIX.length))) continue;
      removeGroup(directory);
      clean &&= !existsSync(directory);
    }
  }
  return clean;
}

function launcherGroupsBelow(directory: string, depth: number): readonly string[] {
  return directoryNames(directory).flatMap((name) => {
    const path = join(directory, name);
    if (/^fulcrum-\d+-\d+-\d+$/.test(name)) return [path];
    return depth > 1 ? launcherGroupsBelow(path, depth - 1) : [];
  });
}

function directoryNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch (error) {
    // Groups come and go, and not all may be read.
    if (['ENOENT', 'EACCES', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/**
 * A version 2 group whose children may have controllers: the caller's own, once its processes have moved to a leaf (a
 * group with controllers below it must have none itself), which systemd allows for a delegated one.
 */
function delegate(unified: Hierarchy): string {
  const { own } = unified;
  const control = join(own, 'cgroup.subtree_control');
  const enabled = readFileSync(control, 'utf8').trim().split(/\s+/);
  if (CONTROLLERS_V2.every((name) => enabled.includes(name))) return own;
  try {
    writeFileSync(control, enable(CONTROLLERS_V2));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    const leaf = makeGroup(own, 'fulcrum-callers');
    for (const member of readFileSync(join(own, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      writeFileSync(join(leaf, 'cgroup.procs'), member);
    }
    writeFileSync(control, enable(CONTROLLERS_V2));
  }
  return own;
}

const enable = (controllers: readonly string[]): string => controllers.map((name) => `+${name}`).join(' ');

/** @throws when no group comes of it: where another file system covers the hierarchy, any directory can be made. */
function makeGroup(parent: string, name: string): string {
  const directory = join(parent, name);
  mkdirSync(directory, { recursive: true });
  if (existsSync(join(directory, 'cgroup.procs'))) return directory;
  rmdirSync(directory);
  throw new Error(`${parent} is no control group`);
}

function directoriesOf(groups: { readonly [use: string]: GroupPlace | null }): readonly string[] {
  return Object.values(groups).flatMap((place) => (place === null ? [] : [place.directory]));
}

const unique = (paths: readonly string[]): readonly string[] => [...new Set(paths)];

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
