import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxOrder, SandboxUsage } from '../kernel/contracts/sandbox.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { SandboxStamp } from '../kernel/verdict.ts';
import { type SystemView, bubblewrapArguments, writableDirectories } from './bubblewrap-arguments.ts';
import type { LauncherGroups } from './cgroup-launcher.ts';
import { type SlotGroup, createSlotGroup, removeGroup } from './cgroup-slot.ts';
import { type Isolation, type Preparation, UNKNOWN_USAGE } from './isolation.ts';
import { killUnlessGone } from './kill-unless-gone.ts';
import { heldBytes } from './memory-watch.ts';
import { stageMounts } from './mount-staging.ts';
import { outerScript } from './outer-script.ts';
import { parentOf } from './process-identity.ts';
import { seccompBytes } from './seccomp.ts';
import { createSlots } from './slots.ts';
import type { Architecture } from './system-calls.ts';

/** Tasks of the sandbox's own: the monitor and the shell that stays as process 1, with one to spare. */
const OWN_TASKS = 3;

/**
 * Without a control group each process may have this much more private writable memory than the order allows: V8 alone
 * reserves 512 MiB for machine code that it never touches. What is really held is watched instead.
 */
const RESERVED_BYTES = 768 * 1024 * 1024;

/** What was found on the host and decided from it. */
export interface BubblewrapOptions {
  readonly level: 1 | 2 | 3;
  readonly bubblewrap: { readonly path: string; readonly version: string };
  readonly architecture: Architecture;
  readonly system: SystemView;
  readonly groups: LauncherGroups | null;
  /** How to become the slot's user; null when the caller is not root. */
  readonly users: { readonly setpriv: string; readonly unshare: string; readonly first: number } | null;
  readonly slots: number;
  /** The launcher's own directory, reachable for all users. */
  readonly directory: string;
}

interface Slot {
  readonly number: number;
  readonly group: SlotGroup | null;
}

/** Runs each order in a bubblewrap sandbox: own user, namespaces, system-call filter, limits. */
export function bubblewrapIsolation(options: BubblewrapOptions): Isolation {
  const { groups, users } = options;
  const seccompFile = join(options.directory, 'seccomp.bpf');
  const stagingDirectory = join(options.directory, 'staging');
  writeFileSync(seccompFile, seccompBytes(options.architecture), { mode: 0o600 });
  mkdirSync(stagingDirectory);
  chmodSync(stagingDirectory, 0o755);

  const slots = createSlots(options.slots);
  const opened = new Map<number, Slot>();
  const takeSlot = (): Slot => {
    const number = slots.take();
    const known = opened.get(number);
    if (known !== undefined) return known;
    const slot = { number, group: groups === null ? null : createSlotGroup(groups, number) };
    opened.set(number, slot);
    return slot;
  };

  const commandOf = (order: SandboxOrder, slot: Slot): readonly string[] => {
    const sockets = order.sockets ?? [];
    const { mounts, staged } =
      users === null
        ? { mounts: [...order.mounts, ...sockets], staged: [] }
        : stageMounts(order.mounts, sockets, stagingDirectory);
    const script = outerScript({ doors: slot.group?.doors ?? [], seccompFile, staged, stagingDirectory });
    const dataBytes = groups === null ? order.memoryBytes + RESERVED_BYTES : null;
    return [
      ...(staged.length === 0 ? [] : [users!.unshare, '--mount', '--propagation', 'private', '--']),
      ...['/bin/sh', '-c', script, 'sh'],
      ...(users === null ? [] : asUser(users.setpriv, users.first + slot.number)),
      options.bubblewrap.path,
      ...bubblewrapArguments(order, mounts, options.system, dataBytes),
    ];
  };

  return {
    stamp: stampOf(options),
    prepare: async (order) => {
      const slot = takeSlot();
      try {
        const command = commandOf(order, slot);
        slot.group?.setLimits({ memoryBytes: order.memoryBytes, tasks: tasksOf(order) });
        return preparation(command, order, slot, () => slots.free(slot.number));
      } catch (error) {
        slots.free(slot.number);
        throw error;
      }
    },
    close: async () => {
      for (const directory of groups?.directories ?? []) removeGroup(directory);
    },
  };
}

function tasksOf({ processes, skin }: SandboxOrder): number {
  return processes + (skin?.idleBeside ?? 0) + OWN_TASKS;
}

function preparation(
  command: readonly string[],
  order: SandboxOrder,
  { group }: Slot,
  free: () => void,
): Preparation {
  const meter = group?.meter() ?? null;
  const usage = (): SandboxUsage => meter?.read() ?? UNKNOWN_USAGE;
  return {
    command,
    environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    directory: '/',
    reportsStatus: true,
    exceedsMemory:
      group === null ? (root) => heldBytes(root, writableDirectories(order.skin)) > order.memoryBytes : null,
    kill: ({ outer, root }) => {
      if (root !== null && parentOf(root) === outer) killUnlessGone(root);
      group?.kill();
    },
    usage,
    release: async () => {
      // bubblewrap ends after its process 1, which the kernel lets go only when its whole namespace is dead.
      await group?.empty();
      const used = usage();
      meter?.close();
      free();
      return used;
    },
  };
}

function asUser(setpriv: string, user: number): readonly string[] {
  return [
    setpriv,
    '--reuid',
    String(user),
    '--regid',
    String(user),
    '--clear-groups',
    '--inh-caps',
    '-all',
    '--',
  ];
}

/** A fixed order, so that the profile's hash says what sandboxes are made of and not which one this is. */
const SAMPLE: SandboxOrder = {
  mounts: [{ host: '/tree', inside: '/tree' }],
  command: ['/tree/command'],
  environment: {},
  memoryBytes: 1,
  processes: 1,
  temporaryBytes: 1,
  outputBytes: 1,
};

function stampOf({
  level,
  bubblewrap,
  architecture,
  system,
  groups,
  users,
}: BubblewrapOptions): SandboxStamp {
  const profile = canonicalJson({
    arguments: bubblewrapArguments(
      SAMPLE,
      SAMPLE.mounts,
      system,
      groups === null ? SAMPLE.memoryBytes : null,
    ),
    seccomp: seccompBytes(architecture).toString('hex'),
    ownUser: users !== null,
    groups: groups === null ? null : groups.memory.version,
  });
  return {
    level,
    mechanism: `bubblewrap ${bubblewrap.version}`,
    profile: createHash('sha256').update(profile).digest('hex'),
  };
}
