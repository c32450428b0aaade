import { posix } from 'node:path';
import type { SandboxOrder, SandboxSkin } from '../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { baseEnvironment } from './environment.ts';

/** What every sandbox looks like whose order says nothing else. */
export const PLAIN_SKIN: SandboxSkin = {
  hostName: 'sandbox',
  user: 1000,
  workingDirectory: '/scratch',
  startedBefore: 0,
  idleBeside: 0,
};
const TEMPORARY_DIRECTORY = '/tmp';
const SHARED_MEMORY = '/dev/shm';
/** Names libraries that the dynamic linker loads into every program (ld.so(8)); the one file of /etc an order may set. */
export const PRELOAD_LIST = '/etc/ld.so.preload';
/** Inside paths that an order must leave alone. */
const RESERVED = ['/usr', '/etc', '/proc', '/dev', '/bin', '/sbin', '/lib', '/lib64', TEMPORARY_DIRECTORY];

/** Descriptors of the outer program: what bubblewrap reads the filter from and reports on. */
export const SECCOMP_DESCRIPTOR = 4;
export const STATUS_DESCRIPTOR = 5;

const ORDINARY_OPEN_FILES = 256;

/** What of the host's system is shown; found once a launcher by `systemView`. */
export interface SystemView {
  /** Links such as `/bin` -> `usr/bin`. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Directories and files shown read-only at their own path. */
  readonly shown: readonly string[];
  /** Files below /proc that tell of the host and are covered by an empty one. */
  readonly masked: readonly string[];
  /** Whether this bubblewrap knows `--disable-userns`; the system-call filter refuses namespaces either way. */
  readonly disableUserNamespaces: boolean;
}

/** Mount points of all writable file systems in a sandbox. */
export function writableDirectories({ workingDirectory } = PLAIN_SKIN): readonly string[] {
  return [workingDirectory, TEMPORARY_DIRECTORY, SHARED_MEMORY];
}

/** Host paths to mount, sockets among them, after staging, in the order's sequence. */
type Mounts = SandboxOrder['mounts'];

/**
 * Arguments for bubblewrap, without its own name. Mounting below another mount of the order is refused, for it follows
 * links planted there (CVE-2026-87766).
 *
 * @param dataBytes limit on private writable memory of each process, null where a cgroup limits memory.
 * @throws FulcrumError `FULCRUM_E_SANDBOX_ORDER` for relative, nested or reserved mount points.
 */
export function bubblewrapArguments(
  order: Pick<
    SandboxOrder,
    'command' | 'environment' | 'processes' | 'openFiles' | 'temporaryBytes' | 'skin'
  >,
  mounts: Mounts,
  system: SystemView,
  dataBytes: number | null,
): readonly string[] {
  const skin = order.skin ?? PLAIN_SKIN;
  const { workingDirectory } = skin;
  const user = String(skin.user);
  checkMounts(mounts, workingDirectory);
  const size = String(order.temporaryBytes);
  const environment = { ...baseEnvironment(workingDirectory, TEMPORARY_DIRECTORY), ...order.environment };
  return [
    ...[
      '--unshare-user',
      '--unshare-pid',
      '--unshare-ipc',
      '--unshare-uts',
      '--unshare-net',
      '--unshare-cgroup-try',
    ],
    ...(system.disableUserNamespaces ? ['--disable-userns'] : []),
    ...['--uid', user, '--gid', user, '--hostname', skin.hostName, '--cap-drop', 'ALL'],
    ...['--new-session', '--die-with-parent', '--as-pid-1', '--clearenv'],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
    ...system.shown.flatMap((path) => ['--ro-bind', path, path]),
    ...system.links.flatMap(({ path, target }) => ['--symlink', target, path]),
    ...['--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys'],
    ...system.masked.flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...['--dev', '/dev', '--size', size, '--tmpfs', SHARED_MEMORY, '--remount-ro', '/dev'],
    ...['--size', size, '--tmpfs', TEMPORARY_DIRECTORY],
    ...['--size', size, '--tmpfs', workingDirectory],
    ...mounts.flatMap(({ host, inside }) => ['--ro-bind', host, inside]),
    ...['--remount-ro', '/', '--chdir', workingDirectory],
    ...['--seccomp', String(SECCOMP_DESCRIPTOR), '--json-status-fd', String(STATUS_DESCRIPTOR)],
    ...['/bin/sh', '-c', limitScript(order, skin, dataBytes), 'sh', ...order.command],
  ];
}

/**
 * The sandbox's first process: sets limits, one a call because dash applies none of several, and stays as process 1, so
 * that the command below it can be sent signals. Descriptors beside 0 to 3 are closed. dash calls the limit on
 * processes `-p`, other shells `-u`.
 */
function limitScript(
  order: Pick<SandboxOrder, 'processes' | 'openFiles' | 'temporaryBytes'>,
  { startedBefore, idleBeside }: SandboxSkin,
  dataBytes: number | null,
): string {
  const processes = order.processes + idleBeside;
  const limits = [
    'ulimit -c 0',
    `ulimit -n ${order.openFiles ?? ORDINARY_OPEN_FILES}`,
    `ulimit -f ${Math.ceil(order.temporaryBytes / 512)}`,
    ...(dataBytes === null ? [] : [`ulimit -d ${Math.ceil(dataBytes / 1024)}`]),
    `{ ulimit -u ${processes} 2>/dev/null || ulimit -p ${processes}; }`,
  ];
  // Only the program itself holds the channel.
  const layout = [
    ...Array.from({ length: startedBefore }, () => '(exit) 3>&-;'),
    ...Array.from({ length: idleBeside }, () => 'sleep infinity 3>&- &'),
  ];
  return `${limits.join(' && ')} || exit 125; ${layout.map((step) => `${step} `).join('')}"$@"; exit $?`;
}

function checkMounts(mounts: Mounts, workingDirectory: string): void {
  const reserved = [...RESERVED, workingDirectory];
  for (const [index, { host, inside }] of mounts.entries()) {
    if (!posix.isAbsolute(host)) throw orderError(`the host path ${host} is not absolute`, inside);
    if (
      !posix.isAbsolute(inside) ||
      posix.normalize(inside) !== inside ||
      inside === '/' ||
      inside.endsWith('/')
    ) {
      throw orderError('the inside path is not absolute and normal', inside);
    }
    if (inside !== PRELOAD_LIST && reserved.some((path) => overlaps(path, inside)))
      throw orderError('the system has its own files there', inside);
    const other = mounts.findIndex((mount, place) => place !== index && overlaps(mount.inside, inside));
    if (other >= 0) throw orderError(`it overlaps with ${mounts[other]!.inside}`, inside);
  }
}

function overlaps(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);
}

function orderError(reason: string, inside: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_ORDER',
    domain: 'sandbox',
    what: `A mount cannot be made: ${reason}`,
    where: inside,
    mend: 'Mount each tree at an absolute path of its own, outside the system directories.',
  });
}
