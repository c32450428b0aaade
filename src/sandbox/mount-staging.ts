import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxOrder } from '../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../kernel/errors.ts';

type Mounts = SandboxOrder['mounts'];

/** A host path that root binds to a place of the staging directory, where a sandbox's user can reach it. */
export interface StagedPath {
  readonly host: string;
  readonly place: string;
  readonly directory: boolean;
}

const OTHERS_READ = 0o4;
const OTHERS_WRITE = 0o2;
const OTHERS_SEARCH = 0o1;

/**
 * Replaces host paths that a sandbox's user cannot reach, as those below a home directory, by places to bind them to
 * first. What lies in a tree must be readable for all users itself; of its root that is checked.
 *
 * @throws FulcrumError `FULCRUM_E_SANDBOX_ORDER` when a path does not exist or is closed to other users.
 */
export function stageMounts(
  orderMounts: Mounts,
  sockets: Mounts,
  stagingDirectory: string,
): { readonly mounts: Mounts; readonly staged: readonly StagedPath[] } {
  const staged: StagedPath[] = [];
  const wanted = [
    ...orderMounts.map((mount) => ({ ...mount, socket: false })),
    ...sockets.map((mount) => ({ ...mount, socket: true })),
  ];
  const mounts = wanted.map(({ host, inside, socket }, index) => {
    const { path, directory } = resolve(host, inside, socket);
    if (isReachable(path)) return { host: path, inside };
    const place = join(stagingDirectory, String(index));
    staged.push({ host: path, place, directory });
    return { host: place, inside };
  });
  return { mounts, staged };
}

function resolve(
  host: string,
  inside: string,
  socket: boolean,
): { readonly path: string; readonly directory: boolean } {
  const stat = statSync(host, { throwIfNoEntry: false });
  if (stat === undefined)
    throw orderError(host, inside, 'does not exist', 'Make it before the sandbox is started.');
  if (stat.isSocket() !== socket) {
    const reason = socket ? 'is no socket' : 'is a socket';
    throw orderError(host, inside, reason, 'Name sockets, and nothing else, among the sockets of the order.');
  }
  const directory = stat.isDirectory();
  const wanted = directory ? OTHERS_READ | OTHERS_SEARCH : socket ? OTHERS_WRITE : OTHERS_READ;
  if ((stat.mode & wanted) !== wanted) {
    throw orderError(
      host,
      inside,
      'is closed to the user of the sandbox',
      'Make it readable for all users: `chmod -R o+rX`.',
    );
  }
  return { path: realpathSync(host), directory };
}

/** True when any user of the machine may search all directories above. */
function isReachable(path: string): boolean {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    if ((statSync(parent).mode & OTHERS_SEARCH) === 0) return false;
    if (parent === '/') return true;
  }
}

function orderError(host: string, inside: string, reason: string, mend: string): FulcrumError {
  const what = `What is to be mounted at ${inside} ${reason}`;
  return new FulcrumError({ code: 'FULCRUM_E_SANDBOX_ORDER', domain: 'sandbox', what, where: host, mend });
}
