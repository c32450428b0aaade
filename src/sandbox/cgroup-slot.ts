import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  rmdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxUsage } from '../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { GroupPlace, LauncherGroups } from './cgroup-launcher.ts';
import { killUnlessGone } from './kill-unless-gone.ts';

/** The control group of one slot: made at its first use, emptied after each, removed with the launcher. */
export interface SlotGroup {
  /** Files a process writes 0 into to become a member. */
  readonly doors: readonly string[];
  readonly setLimits: (limits: { readonly memoryBytes: number; readonly tasks: number }) => void;
  /** Kills every member. */
  readonly kill: () => void;
  /** Kills until no member is left. Throws `FULCRUM_E_SANDBOX_SURVIVOR` when some do not go. */
  readonly empty: () => Promise<void>;
  /** Starts to count what members use. */
  readonly meter: () => GroupMeter;
}

/** What the members of a group used since the meter was started. */
export interface GroupMeter {
  readonly read: () => SandboxUsage;
  readonly close: () => void;
}

const EMPTY_MILLISECONDS = 10_000;

export function createSlotGroup(groups: LauncherGroups, slot: number): SlotGroup {
  const name = `slot-${slot}`;
  const directories = groups.directories.map((directory) => join(directory, name));
  for (const directory of directories) mkdirSync(directory, { recursive: true });
  const file = (place: GroupPlace, path: string): string => join(place.directory, name, path);
  const { memory, pids, cpu } = groups;
  let set = { memoryBytes: -1, tasks: -1 };

  const kill = (): void => {
    for (const directory of directories) killMembers(directory);
  };
  return {
    doors: directories.map((directory) => join(directory, 'cgroup.procs')),
    setLimits: (limits) => {
      if (set.memoryBytes === limits.memoryBytes && set.tasks === limits.tasks) return;
      writeFileSync(file(pids, 'pids.max'), String(limits.tasks));
      limitMemory(memory, (path) => file(memory, path), limits.memoryBytes);
      set = { ...limits };
    },
    kill,
    empty: async () => {
      const deadline = performance.now() + EMPTY_MILLISECONDS;
      while (directories.some((directory) => membersOf(directory).length > 0)) {
        if (performance.now() > deadline) throw survivorError(directories[0]!);
        kill();
        await sleep(1);
      }
    },
    meter: () => {
      const cpuMilliseconds = (): number | null =>
        cpu === null ? null : readCpu(cpu, (path) => file(cpu, path));
      const before = cpuMilliseconds();
      const peak = openPeak(memory, (path) => file(memory, path));
      return {
        read: () => {
          const now = cpuMilliseconds();
          return {
            cpuMilliseconds: before === null || now === null ? null : now - before,
            memoryPeakBytes: peak.read(),
          };
        },
        close: peak.close,
      };
    },
  };
}

/** Kills what runs in a group and its children, and removes them. What cannot be removed yet is left to a later sweep. */
export function removeGroup(directory: string): void {
  try {
    const children = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of children) removeGroup(join(directory, name));
    killMembers(directory);
    rmdirSync(directory);
  } catch (error) {
    // Another launcher that starts may be removing the same one.
    if (!['EBUSY', 'ENOENT', 'ENODEV', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}

function limitMemory(place: GroupPlace, file: (path: string) => string, bytes: number): void {
  if (place.version === 2) {
    writeFileSync(file('memory.max'), String(bytes));
    if (existsSync(file('memory.swap.max'))) writeFileSync(file('memory.swap.max'), '0');
    // One process too many ends the whole sandbox, rather than leaving it to the candidate what goes on.
    writeFileSync(file('memory.oom.group'), '1');
    return;
  }
  const plain = file('memory.limit_in_bytes');
  const withSwap = file('memory.memsw.limit_in_bytes');
  if (!existsSync(withSwap)) return writeFileSync(plain, String(bytes));
  // Memory may never be limited above memory and swap together, so the order depends on which way they move.
  writeFileSync(withSwap, '-1');
  writeFileSync(plain, String(bytes));
  writeFileSync(withSwap, String(bytes));
}

function readCpu(place: GroupPlace, file: (path: string) => string): number {
  if (place.version === 1) return Number(readFileSync(file('cpuacct.usage'), 'utf8')) / 1e6;
  const usage = /^usage_usec (\d+)/m.exec(readFileSync(file('cpu.stat'), 'utf8'));
  return Number(usage![1]) / 1e3;
}

/**
 * The most memory from now on. Of version 2 the mark is reset for one descriptor alone, since Linux 6.12; without that
 * it would be the mark of an earlier sandbox, and is not known.
 */
function openPeak(
  place: GroupPlace,
  file: (path: string) => string,
): { readonly read: () => number | null; readonly close: () => void } {
  if (place.version === 1) {
    const path = file('memory.max_usage_in_bytes');
    writeFileSync(path, '0');
    return { read: () => Number(readFileSync(path, 'utf8')), close: () => undefined };
  }
  if (!existsSync(file('memory.peak'))) return { read: () => null, close: () => undefined };
  const descriptor = openSync(file('memory.peak'), 'r+');
  const known = isReset(descriptor);
  const bytes = Buffer.alloc(32);
  return {
    read: () => (known ? Number(bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, 32, 0))) : null),
    close: () => closeSync(descriptor),
  };
}

function isReset(descriptor: number): boolean {
  try {
    writeSync(descriptor, '0');
    return true;
  } catch (error) {
    if (['EINVAL', 'EBADF', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function killMembers(directory: string): void {
  const door = join(directory, 'cgroup.kill');
  if (existsSync(door)) return writeFileSync(door, '1');
  for (const member of membersOf(directory)) killUnlessGone(member);
}

function membersOf(directory: string): readonly number[] {
  return readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
}

function survivorError(directory: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_SURVIVOR',
    domain: 'sandbox',
    what: 'A sandboxed process could not be killed',
    where: directory,
    mend: 'Look at its state in /proc; one that waits for hardware may need a restart of the machine.',
  });
}
