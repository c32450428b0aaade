import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readHierarchies } from '../cgroup-launcher.ts';
import { parentOf } from '../process-identity.ts';

/** Process numbers of the launchers that a process started. */
export function launchersOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === parent)
    .map(Number)
    .filter((number) => existsSync(`/proc/${number}/cmdline`))
    .filter((number) => readFileSync(`/proc/${number}/cmdline`, 'utf8').includes('launcher-process'));
}

/** Control groups of a launcher, wherever they are. */
export function groupsOfLauncher(launcher: number): readonly string[] {
  return readHierarchies().flatMap(({ own }) =>
    readdirSync(own).filter((name) => new RegExp(`^fulcrum-\\d+-${launcher}-`).test(name)),
  );
}

/** Mounts of this machine with a text in their line. */
export function mountsNamed(text: string): readonly string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(text));
}
