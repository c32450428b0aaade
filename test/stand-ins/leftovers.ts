import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHierarchies } from '../../src/sandbox/cgroup-launcher.ts';

/** Process numbers of everything below a process, itself left out. */
export function descendantsOf(root: number): readonly number[] {
  const parents = new Map(runningProcesses().map((pid) => [pid, parentOf(pid)]));
  const found = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [pid, parent] of parents) {
      if (parent === null || !found.has(parent) || found.has(pid)) continue;
      found.add(pid);
      grown = true;
    }
  }
  found.delete(root);
  return [...found];
}

/** Those below a process whose command line has this text. */
export function descendantsNamed(root: number, text: string): readonly number[] {
  return descendantsOf(root).filter((pid) => commandLine(pid).includes(text));
}

/** Files, control groups and mounts of a launcher, wherever it may leave some. */
export function tracesOfLauncher(launcher: number): readonly string[] {
  const named = new RegExp(`^fulcrum-(?:launcher-)?\\d+-${launcher}-`);
  const folders = [tmpdir(), '/dev/shm', ...readHierarchies().map(({ own }) => own)].filter(existsSync);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => named.test(name))
        .map((name) => join(folder, name)),
    ),
    ...mounts.filter((line) => new RegExp(`fulcrum-launcher-\\d+-${launcher}-`).test(line)),
  ];
}

/** Those of some processes that are still there and not just waiting to be reaped, after at most so many milliseconds. */
export async function stillRunning(pids: readonly number[], milliseconds = 5000): Promise<readonly number[]> {
  const deadline = performance.now() + milliseconds;
  let left = pids.filter(isRunning);
  while (left.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    left = left.filter(isRunning);
  }
  return left;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function runningProcesses(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function isRunning(pid: number): boolean {
  const state = statusField(pid, 'State');
  return state !== null && !state.startsWith('Z');
}

function parentOf(pid: number): number | null {
  const parent = statusField(pid, 'PPid');
  return parent === null ? null : Number(parent);
}

function statusField(pid: number, field: string): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${field}:`));
    return line?.slice(field.length + 1).trim() ?? null;
  } catch {
    return null;
  }
}
