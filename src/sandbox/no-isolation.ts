import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxOrder } from '../kernel/contracts/sandbox.ts';
import { baseEnvironment } from './environment.ts';
import { type Isolation, UNKNOWN_USAGE } from './isolation.ts';
import { killUnlessGone } from './kill-unless-gone.ts';

/** Moves the channel from descriptor 0, where Node hands over a blocking one, to 3. */
const PLACE_DESCRIPTORS = 'exec "$@" 3<&0 0</dev/null';

/**
 * Runs orders with nothing around them, for `--unsafe-no-sandbox`: every file of the caller can be read and written, and
 * a process that starts a session of its own outlives the kill. Mounts are not made; an argument of the command that is
 * an inside path or lies below one is replaced by the host path. Environment variables and file contents are left alone.
 */
export function noIsolation(): Isolation {
  return {
    stamp: { level: 'none', mechanism: 'none', profile: '0'.repeat(64) },
    prepare: async (order) => {
      const directory = await mkdtemp(join(tmpdir(), 'fulcrum-unsafe-'));
      return {
        command: ['/bin/sh', '-c', PLACE_DESCRIPTORS, 'sh', ...hostCommand(order)],
        environment: { ...baseEnvironment(directory, directory), ...order.environment },
        directory,
        reportsStatus: false,
        exceedsMemory: null,
        kill: ({ outer }) => killUnlessGone(-outer),
        usage: () => UNKNOWN_USAGE,
        release: async () => {
          await rm(directory, { recursive: true, force: true });
          return UNKNOWN_USAGE;
        },
      };
    },
    close: async () => undefined,
  };
}

/** The command with inside paths replaced by the host paths mounted there; the longest inside path wins. */
export function hostCommand(order: Pick<SandboxOrder, 'command' | 'mounts'>): readonly string[] {
  const mounts = order.mounts.toSorted((left, right) => right.inside.length - left.inside.length);
  return order.command.map((argument) => {
    const mount = mounts.find(({ inside }) => argument === inside || argument.startsWith(`${inside}/`));
    return mount === undefined ? argument : mount.host + argument.slice(mount.inside.length);
  });
}
