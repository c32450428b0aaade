import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FulcrumError } from '../kernel/errors.ts';
import type { GroupPlace, LauncherGroups } from './cgroup-launcher.ts';

/** The control group of one slot: made at its first use, emptied after each, removed with the launcher. */
export interface SlotGroup {
  /** Files a process writes 0 into to become a member. */
  readonly doors: readonly string[];
  readonly setLimits: (limits: { readonly memoryBytes: number; readonly tasks: number }) => void;
  /** Kills every member. */
  readonly kill: () => void;
  /** Kills until no member is left. Throws `FULCRUM_E_SANDBOX_SURVIVOR` when some do not go. */
  readonly empty: () => Promise<void>;
  /** CPU milliseconds used by all members so far, past ones included; null where nothing counts them. */
  readonly cpuMilliseconds: () => number | null;
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
    cpuMilliseconds: () => (cpu === null ? null : readCpu(cpu, (path) => file(cpu, path))),
  };
}

/** Kills what runs in a group and its children, and removes them. What cannot be removed yet is left to a later sweep. */
export function removeGroup(directory: string): void {
  if (!existsSync(directory)) return;
  const children = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of children) removeGroup(join(directory, name));
  killMembers(directory);
  try {
    rmdirSync(directory);
  } catch (error) {
    if (!['EBUSY', 'ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
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

function killMembers(directory: string): void {
  const door = join(directory, 'cgroup.kill');
  if (existsSync(door)) return writeFileSync(door, '1');
  for (const member of membersOf(directory)) {
    try {
      process.kill(member, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
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
