import { spawnSync } from 'node:child_process';
import { FulcrumError } from '../kernel/errors.ts';
import { type BubblewrapOptions, bubblewrapIsolation } from './bubblewrap.ts';
import { type HostFacts, openGroups, readHostFacts } from './host-facts.ts';
import type { Isolation } from './isolation.ts';
import { firstSlotUser } from './slots.ts';
import { systemView } from './system-view.ts';

/** First bubblewrap with `--disable-userns`. */
const DISABLES_USER_NAMESPACES = [0, 8];

/**
 * The strongest isolation this machine gives: level 1 for root with control groups, 2 for a user with a delegated one,
 * 3 otherwise. A trial sandbox has run before it is returned.
 *
 * @param directory the launcher's own, reachable for all users.
 * @throws FulcrumError `FULCRUM_E_SANDBOX_UNAVAILABLE` naming what is missing.
 */
export async function requiredIsolation(directory: string, slots: number): Promise<Isolation> {
  const isolation = bubblewrapIsolation(chooseOptions(readHostFacts(), directory, slots));
  try {
    await tryIsolation(isolation);
  } catch (error) {
    await isolation.close();
    throw error;
  }
  return isolation;
}

function chooseOptions(facts: HostFacts, directory: string, slots: number): BubblewrapOptions {
  const { bubblewrap, architecture, root } = facts;
  if (facts.platform !== 'linux' || architecture === null) {
    throw unavailable(
      `sandboxes need Linux on x64 or arm64, this is ${facts.platform} on ${process.arch}`,
      NO_SANDBOX,
    );
  }
  if (bubblewrap === null) {
    throw unavailable('bubblewrap (bwrap) is not installed', 'Install the package `bubblewrap`.');
  }
  if (root && (facts.setpriv === null || facts.unshare === null)) {
    throw unavailable(
      'setpriv or unshare is not installed',
      'Install the package `util-linux`, or do not run as root.',
    );
  }
  const found = openGroups();
  const groups = 'missing' in found ? null : found;
  const level = groups === null ? 3 : root ? 1 : 2;
  const users = root
    ? { setpriv: facts.setpriv!, unshare: facts.unshare!, first: firstSlotUser(process.pid, facts.userMap) }
    : null;
  const system = systemView(isAtLeast(bubblewrap.version, DISABLES_USER_NAMESPACES));
  return { level, bubblewrap, architecture, system, groups, users, slots, directory };
}

/** Runs `true` in a sandbox: a version number does not say whether the kernel lets it start. */
async function tryIsolation(isolation: Isolation): Promise<void> {
  const prepared = await isolation.prepare({
    mounts: [],
    command: ['/bin/true'],
    environment: {},
    memoryBytes: 64 * 1024 * 1024,
    processes: 16,
    temporaryBytes: 1024 * 1024,
    outputBytes: 4096,
  });
  const [program, ...programArguments] = prepared.command;
  const { status, stderr, error } = spawnSync(program!, programArguments, {
    cwd: prepared.directory,
    env: prepared.environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  await prepared.release();
  if (status === 0) return;
  const reason = error?.message ?? (stderr.trim() || `it ended with ${status}`);
  throw unavailable(`a trial sandbox did not start: ${reason}`, TRIAL_MEND);
}

const NO_SANDBOX = 'Run Fulcrum on Linux, or accept the danger with `--unsafe-no-sandbox`.';
const TRIAL_MEND =
  'Run `fulcrum doctor`; in a container allow user namespaces (`--security-opt seccomp=unconfined --security-opt ' +
  'apparmor=unconfined`), on Ubuntu install an AppArmor profile for bwrap.';

function unavailable(reason: string, mend: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_UNAVAILABLE',
    domain: 'sandbox',
    what: `Candidates cannot be isolated: ${reason}`,
    where: 'this machine',
    mend,
  });
}

/** Compares dotted versions by their first numbers. */
export function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const numbers = version.split('.').map(Number);
  for (const [index, number] of wanted.entries()) {
    const difference = (numbers[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
