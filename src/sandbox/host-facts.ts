import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  type LauncherGroups,
  type NoGroups,
  createLauncherGroups,
  readHierarchies,
  sweepGroups,
} from './cgroup-launcher.ts';
import type { Architecture } from './system-calls.ts';

/** What of this machine the choice of isolation depends on. */
export interface HostFacts {
  readonly platform: NodeJS.Platform;
  readonly architecture: Architecture | null;
  readonly root: boolean;
  readonly bubblewrap: { readonly path: string; readonly version: string } | null;
  readonly setpriv: string | null;
  readonly unshare: string | null;
  readonly userMap: string;
}

export function readHostFacts(): HostFacts {
  const { arch } = process;
  return {
    platform: process.platform,
    architecture: arch === 'x64' || arch === 'arm64' ? arch : null,
    root: process.geteuid?.() === 0,
    bubblewrap: findBubblewrap(),
    setpriv: findProgram('setpriv'),
    unshare: findProgram('unshare'),
    userMap: process.platform === 'linux' ? readFileSync('/proc/self/uid_map', 'utf8') : '',
  };
}

/** Groups for a launcher, after those of dead ones were removed. */
export function openGroups(): LauncherGroups | NoGroups {
  const hierarchies = readHierarchies();
  sweepGroups(hierarchies);
  return createLauncherGroups(hierarchies);
}

function findBubblewrap(): HostFacts['bubblewrap'] {
  const path = findProgram('bwrap');
  if (path === null) return null;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const version = /(\d+\.\d+(?:\.\d+)?)/.exec(stdout ?? '')?.[1];
  return version === undefined ? null : { path, version };
}

function findProgram(name: string): string | null {
  const directories = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/sbin',
  ];
  return directories.map((directory) => join(directory, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path.startsWith('/');
  } catch {
    return false;
  }
}
