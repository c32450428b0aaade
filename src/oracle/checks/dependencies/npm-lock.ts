import type { TreeFiles } from '../../define.ts';
import type { JsonRecord } from './json-record.ts';
import { recordIn, recordOf } from './json-record.ts';
import type {
  DependencyChange,
  DependencyProblem,
  LockedPackage,
  OtherSource,
  Requirement,
} from './requirement.ts';

/** The first that is there holds: npm prefers the one that is published. */
export const LOCKFILES: readonly string[] = ['npm-shrinkwrap.json', 'package-lock.json'];

/** A package-lock.json of version 2 or 3 (npm docs, package-lock.json). */
export interface Lockfile {
  readonly kind: 'lock';
  readonly file: string;
  readonly packages: JsonRecord;
  /** Installed packages by their place, as `node_modules/a/node_modules/b`. */
  readonly entries: { readonly [place: string]: LockEntry };
}

export interface LockEntry {
  readonly name: string;
  readonly version: string | null;
  readonly locked: LockedPackage;
  /** Another name it is fetched by. */
  readonly alias: string | null;
  readonly link: boolean;
  readonly bundled: boolean;
}

type MalformedLock = { readonly kind: 'malformed'; readonly file: string; readonly what: string };

/** Null when the folder, given with its slash, has none. */
export function lockIn(tree: TreeFiles, folder: string): Lockfile | MalformedLock | null {
  for (const name of LOCKFILES) {
    const file = folder + name;
    const lock = recordIn(tree, file);
    if (lock === null) continue;
    if (lock === 'malformed') return { kind: 'malformed', file, what: 'is no JSON object' };
    const packages = recordOf(lock['packages']);
    if (packages === null)
      return { kind: 'malformed', file, what: 'has no `packages`: it needs lockfileVersion 2 or 3' };
    const entries: { [place: string]: LockEntry } = Object.create(null);
    for (const [place, value] of Object.entries(packages)) {
      const start = place.lastIndexOf('node_modules/');
      const entry = recordOf(value);
      if (entry === null) return { kind: 'malformed', file, what: `has no object at ${place.slice(0, 100)}` };
      if (start !== -1) entries[place] = entryFrom(place.slice(start + 'node_modules/'.length), entry);
    }
    return { kind: 'lock', file, packages, entries };
  }
  return null;
}

/** Packages that the baseline's lockfile does not have, wherever they lie. */
export function lockedChanges(
  { file, entries }: Lockfile,
  before: Lockfile | MalformedLock | null,
  allowed: readonly OtherSource[],
): DependencyChange {
  const known = new Set(before?.kind === 'lock' ? Object.values(before.entries).map(identityOf) : []);
  const requirements: Requirement[] = [];
  const problems: DependencyProblem[] = [];
  for (const entry of Object.values(entries)) {
    if (known.has(identityOf(entry))) continue;
    known.add(identityOf(entry));
    const { name, version, locked } = entry;
    const source = sourceOf(entry);
    if (source !== null) {
      if (!allowed.includes(source)) problems.push({ file, name, what: `comes from elsewhere (${source})` });
      continue;
    }
    if (version === null) problems.push({ file, name, what: 'has no version' });
    else if (locked.integrity.length === 0) problems.push({ file, name, what: 'has no integrity' });
    else requirements.push({ ecosystem: 'npm', name, version, direct: false, file, locked });
  }
  return { requirements, problems };
}

function entryFrom(name: string, entry: JsonRecord): LockEntry {
  const text = (field: string): string | null => {
    const value = entry[field];
    return typeof value === 'string' ? value : null;
  };
  const own = text('name');
  return {
    name,
    version: text('version'),
    locked: {
      resolved: text('resolved'),
      integrity: (text('integrity') ?? '').split(/\s+/).filter((hash) => hash !== ''),
    },
    alias: own === name ? null : own,
    link: entry['link'] === true,
    bundled: entry['inBundle'] === true,
  };
}

function sourceOf({ locked: { resolved }, alias, link, bundled }: LockEntry): OtherSource | null {
  if (link) return 'workspace';
  if (bundled) return 'bundled';
  if (alias !== null) return 'alias';
  if (resolved === null || /^https?:/.test(resolved)) return null;
  return resolved.startsWith('git') ? 'git' : 'file';
}

function identityOf(entry: LockEntry): string {
  return JSON.stringify(entry);
}
