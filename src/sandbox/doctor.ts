import { existsSync, readFileSync } from 'node:fs';
import { isFulcrumError } from '../kernel/errors.ts';
import type { SandboxStamp } from '../kernel/verdict.ts';
import { type HostFacts, readHostFacts } from './host-facts.ts';
import { startLauncher } from './launcher.ts';

/** One thing looked at. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do about it; null when it is fine. */
  readonly mend: string | null;
}

/**
 * Says how candidates would be isolated on this machine and what stands in the way: what is installed and allowed, then
 * a launcher that is really started and really attacked. `level` is null when candidates could not be judged here.
 */
export async function inspectIsolation(): Promise<{
  readonly level: SandboxStamp['level'] | null;
  readonly findings: readonly Finding[];
}> {
  const facts = readHostFacts();
  const trial = await tryLauncher();
  const findings = [
    inspectPlatform(facts),
    inspectBubblewrap(facts),
    ...(facts.root ? [inspectSetpriv(facts)] : []),
    inspectUserNamespaces(),
    inspectSystemCallFilter(),
    inspectContainer(),
    ...trial.findings,
  ];
  return { level: trial.level, findings };
}

async function tryLauncher(): Promise<{ level: SandboxStamp['level'] | null; findings: readonly Finding[] }> {
  try {
    const launcher = await startLauncher({ isolation: 'required', slots: 4 });
    const { stamp } = launcher;
    const started = finding('sandbox', true, `${stamp.mechanism} starts, isolation level ${stamp.level}`);
    const groups = inspectGroups(stamp);
    try {
      const probes = await launcher.prove();
      const proved = finding('self-probe', true, `${probes.length} attacks and controls, none got through`);
      return { level: stamp.level, findings: [started, groups, proved] };
    } catch (error) {
      return { level: null, findings: [started, groups, failure('self-probe', error)] };
    } finally {
      await launcher.close();
    }
  } catch (error) {
    return { level: null, findings: [failure('sandbox', error)] };
  }
}

function inspectPlatform({ platform, architecture }: HostFacts): Finding {
  const detail = `${platform} on ${process.arch}`;
  return finding(
    'platform',
    platform === 'linux' && architecture !== null,
    detail,
    'Use Linux on x64 or arm64.',
  );
}

function inspectBubblewrap({ bubblewrap }: HostFacts): Finding {
  return bubblewrap === null
    ? finding('bubblewrap', false, 'bwrap was not found', 'Install the package `bubblewrap`.')
    : finding('bubblewrap', true, `version ${bubblewrap.version} at ${bubblewrap.path}`);
}

function inspectSetpriv({ setpriv }: HostFacts): Finding {
  const mend = 'Install the package `util-linux`: as root, each sandbox becomes a user of its own.';
  return finding('setpriv', setpriv !== null, setpriv ?? 'it was not found', mend);
}

/** The switches of the kernel, of Debian and of Ubuntu, where they exist. */
const NAMESPACE_SWITCHES = [
  { path: '/proc/sys/user/max_user_namespaces', refuses: '0', mend: 'sysctl user.max_user_namespaces=16384' },
  {
    path: '/proc/sys/kernel/unprivileged_userns_clone',
    refuses: '0',
    mend: 'sysctl kernel.unprivileged_userns_clone=1',
  },
  {
    path: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    refuses: '1',
    mend: 'Load an AppArmor profile that allows `userns` to bwrap.',
  },
] as const;

function inspectUserNamespaces(): Finding {
  const present = NAMESPACE_SWITCHES.filter(({ path }) => existsSync(path));
  const values = present.map((one) => ({ ...one, value: readFileSync(one.path, 'utf8').trim() }));
  const refusing = values.find(({ value, refuses }) => value === refuses);
  const detail = values.map(({ path, value }) => `${path.slice('/proc/sys/'.length)} is ${value}`).join(', ');
  return finding('user namespaces', refusing === undefined, detail || 'no switch was found', refusing?.mend);
}

function inspectSystemCallFilter(): Finding {
  const supported =
    existsSync('/proc/self/status') && /^Seccomp:/m.test(readFileSync('/proc/self/status', 'utf8'));
  const detail = supported ? 'the kernel filters system calls' : 'the kernel has no seccomp';
  return finding('system-call filter', supported, detail, 'Use a kernel with CONFIG_SECCOMP_FILTER.');
}

function inspectContainer(): Finding {
  const marks = ['/.dockerenv', '/run/.containerenv'].filter((path) => existsSync(path));
  const detail = marks.length === 0 ? 'not in a container' : `in a container (${marks.join(', ')})`;
  return finding('container', true, detail);
}

function inspectGroups({ level }: SandboxStamp): Finding {
  return level === 1 || level === 2
    ? finding('control groups', true, 'memory, processes and CPU time are metered by control groups')
    : finding(
        'control groups',
        false,
        'none can be made: memory is limited for each process and watched, and CPU time is not metered',
        'Run as root, or start Fulcrum with `systemd-run --user --scope -p Delegate=yes`.',
      );
}

function failure(name: string, error: unknown): Finding {
  if (!isFulcrumError(error)) throw error;
  return finding(name, false, error.facts.what, error.facts.mend);
}

function finding(name: string, ok: boolean, detail: string, mend?: string): Finding {
  return { name, ok, detail, mend: ok ? null : (mend ?? null) };
}
