import { isDeepStrictEqual } from 'node:util';
import type { JudgedFiles, TreeFiles } from '../../define.ts';
import type { LockEntry, Lockfile } from './npm-lock.ts';
import { LOCKFILES, lockIn, lockedChanges } from './npm-lock.ts';
import type { JsonRecord } from './json-record.ts';
import { recordIn, recordOf, textsIn } from './json-record.ts';
import type { DependencyChange, DependencyProblem, OtherSource, Requirement } from './requirement.ts';

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
/** What npm runs of the package itself when it installs (npm docs, scripts, "Life Cycle Scripts"). */
const LIFECYCLE = /^(?:pre|post)?(?:install|prepare|dependencies)$|^prepublish$/;
const EXACT = /^=?v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/;

/** What the candidate's package.json files and their lockfiles add to the baseline's. */
export function npmChange(files: JudgedFiles, allowed: readonly OtherSource[]): DependencyChange {
  const requirements: Requirement[] = [];
  const problems: DependencyProblem[] = [];
  const { candidate, baseline, changed } = files;
  for (const folder of foldersOf(changed)) {
    const file = `${folder}package.json`;
    const manifest = recordIn(candidate, file);
    const lock = nearestLock(folder, (path) => lockIn(candidate, path));
    if (manifest === 'malformed') problems.push({ file, name: 'package.json', what: 'is no JSON object' });
    else if (manifest !== null) {
      const before = recordIn(baseline, file);
      const was: JsonRecord = before === null || before === 'malformed' ? {} : before;
      const found = manifestChange(file, { now: manifest, was, folder, lock, allowed });
      requirements.push(...found.requirements);
      problems.push(...found.problems);
    }
    const own = lockIn(candidate, folder);
    if (own === null) {
      const before = lockIn(baseline, folder);
      if (before !== null) problems.push({ file: before.file, name: 'lockfile', what: 'was taken away' });
      continue;
    }
    if (own.kind === 'malformed') {
      problems.push({ file: own.file, name: 'lockfile', what: own.what });
      continue;
    }
    const found = lockedChanges(own, lockIn(baseline, folder), allowed);
    requirements.push(...found.requirements);
    problems.push(...found.problems);
    if (manifest !== null && manifest !== 'malformed') problems.push(...rootMismatches(own, manifest));
  }
  return { requirements, problems };
}

interface ManifestFacts {
  readonly now: JsonRecord;
  readonly was: JsonRecord;
  readonly folder: string;
  readonly lock: { readonly lock: Lockfile; readonly within: string } | null;
  readonly allowed: readonly OtherSource[];
}

function manifestChange(file: string, { now, was, folder, lock, allowed }: ManifestFacts): DependencyChange {
  const requirements: Requirement[] = [];
  const problems: DependencyProblem[] = [];
  const common = { ecosystem: 'npm', direct: true, file } as const;
  for (const group of GROUPS) {
    const before = textsIn(was[group]) ?? {};
    const entries = textsIn(now[group] ?? {});
    if (entries === null) {
      problems.push({ file, name: group, what: 'is no object of texts' });
      continue;
    }
    for (const [name, wanted] of Object.entries(entries)) {
      if (Object.hasOwn(before, name) && before[name] === wanted) continue;
      const source = sourceOf(wanted);
      if (source !== null) {
        if (!allowed.includes(source))
          problems.push({ file, name, what: `comes from elsewhere (${source}): ${wanted}` });
        continue;
      }
      if (group === 'peerDependencies') {
        requirements.push({ ...common, name, version: null, locked: null });
        continue;
      }
      const exact = EXACT.exec(wanted)?.[1] ?? null;
      if (lock === null) {
        if (exact === null)
          problems.push({ file, name, what: `${wanted} is no exact version, and there is no lockfile` });
        else requirements.push({ ...common, name, version: exact, locked: null });
        continue;
      }
      const entry = entryOf(lock.lock, lock.within, folder, name);
      if (entry === null) problems.push({ file, name, what: `is missing in ${lock.lock.file}` });
      else if (exact !== null && entry.version !== exact)
        problems.push({
          file,
          name,
          what: `is ${exact} here and ${entry.version ?? 'nothing'} in ${lock.lock.file}`,
        });
      else requirements.push({ ...common, name, version: entry.version, locked: entry.locked });
    }
  }
  const scripts = Object.entries(recordOf(now['scripts']) ?? {});
  const before = recordOf(was['scripts']) ?? {};
  for (const [name, script] of scripts) {
    if (LIFECYCLE.test(name) && before[name] !== script)
      problems.push({ file, name: `scripts.${name}`, what: 'would run at installation' });
  }
  for (const name of ['overrides', 'resolutions'] as const) {
    if (!isDeepStrictEqual(now[name], was[name]) && !allowed.includes('overrides'))
      problems.push({ file, name, what: 'changes what other packages get' });
  }
  return { requirements, problems };
}

/** Names that the manifests and lockfiles of a tree hold. */
export function npmNames(tree: TreeFiles): readonly string[] {
  return foldersOf(tree.paths).flatMap((folder) => {
    const manifest = recordIn(tree, `${folder}package.json`);
    const lock = lockIn(tree, folder);
    const direct =
      manifest === null || manifest === 'malformed'
        ? []
        : GROUPS.flatMap((group) => Object.keys(recordOf(manifest[group]) ?? {}));
    const locked = lock?.kind === 'lock' ? Object.values(lock.entries).map(({ name }) => name) : [];
    return [...direct, ...locked];
  });
}

/** npm refuses a lockfile whose root disagrees with the manifest; here it is refused before anything is installed. */
function rootMismatches(lock: Lockfile, manifest: JsonRecord): readonly DependencyProblem[] {
  const root = recordOf(lock.packages['']) ?? {};
  return GROUPS.filter(
    (group) => !isDeepStrictEqual({ ...recordOf(root[group]) }, { ...recordOf(manifest[group]) }),
  ).map((name) => ({ file: lock.file, name, what: 'differs from package.json' }));
}

/** Null for a version, a range or a tag: what the registry resolves. */
function sourceOf(wanted: string): OtherSource | null {
  if (wanted.startsWith('npm:')) return 'alias';
  if (wanted.startsWith('workspace:')) return 'workspace';
  if (/^(?:file|link|portal):|^\.{0,2}\/|^~\//.test(wanted)) return 'file';
  if (/^https?:/.test(wanted)) return 'url';
  if (/^[a-z+]+:|^[^@\s/]+\/[^\s]+$/i.test(wanted)) return 'git';
  return null;
}

/** Folders, each with its slash, that these paths have a manifest or a lockfile in. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.flatMap((path) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const name = path.slice(folder.length);
    if (`/${folder}`.includes('/node_modules/')) return [];
    return name === 'package.json' || LOCKFILES.includes(name) ? [folder] : [];
  });
  return [...new Set(folders)];
}

/** The lockfile of a folder, or of one above it: in workspaces there is one for all. */
function nearestLock(
  folder: string,
  read: (folder: string) => ReturnType<typeof lockIn>,
): { readonly lock: Lockfile; readonly within: string } | null {
  for (let place = folder; ; place = place.slice(0, place.slice(0, -1).lastIndexOf('/') + 1)) {
    const lock = read(place);
    if (lock?.kind === 'lock') return { lock, within: place };
    if (place === '') return null;
  }
}

/** As Node looks for it: in the folder's own node_modules, then in those above. */
function entryOf(lock: Lockfile, within: string, folder: string, name: string): LockEntry | null {
  for (
    let place = folder.slice(within.length);
    ;
    place = place.slice(0, place.slice(0, -1).lastIndexOf('/') + 1)
  ) {
    const key = `${place}node_modules/${name}`;
    if (Object.hasOwn(lock.entries, key)) return lock.entries[key]!;
    if (place === '') return null;
  }
}
