import type { SandboxLauncher } from '../../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../../kernel/errors.ts';
import type { ProbeResult } from '../../kernel/event.ts';
import type { AttackReport } from './attack.ts';
import { attackFromNode } from './node-attacks.ts';
import { attackFromShell, attackMemory } from './process-attacks.ts';

/** What the launcher must not let through, beside the sandbox itself. */
export interface LauncherSecrets {
  /** Its process number on the host. */
  readonly process: number;
  /** A variable of its environment, also among its arguments. */
  readonly canary: string;
  /** Folder on the host for canaries of the proof's own; removed with the launcher. */
  readonly directory: string;
}

/**
 * Attacks sandboxes of a launcher from inside and looks at them from outside. Returns what stopped each attack.
 *
 * @throws FulcrumError `FULCRUM_E_SANDBOX_LEAKS` when an attack succeeds, `FULCRUM_E_SANDBOX_PROBE` when one did not run
 *   or the honest control, a question on descriptor 3, went unanswered: a suite that cannot fail proves nothing.
 */
export async function proveIsolation(
  launcher: Pick<SandboxLauncher, 'launch' | 'stamp'>,
  secrets: LauncherSecrets,
): Promise<readonly ProbeResult[]> {
  if (launcher.stamp.level === 'none') {
    return [
      { name: 'isolation', detail: 'none was asked for: candidates can reach everything their user can' },
    ];
  }
  const reports = (
    await Promise.all([attackFromNode(launcher, secrets), attackFromShell(launcher), attackMemory(launcher)])
  ).flat();
  const idle = reports.filter(({ attempted }) => !attempted);
  if (idle.length > 0) throw probeError(idle);
  const leaks = reports.filter(({ succeeded }) => succeeded);
  if (leaks.length > 0) throw leakError(leaks);
  return reports.map(({ name, detail }) => ({ name, detail }));
}

function leakError(leaks: readonly AttackReport[]): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_LEAKS',
    domain: 'sandbox',
    what: `The sandbox does not hold: ${describe(leaks)}`,
    where: 'self-probe',
    mend: 'Do not judge candidates on this machine; run `fulcrum doctor` and report what it says.',
  });
}

function probeError(idle: readonly AttackReport[]): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_PROBE',
    domain: 'sandbox',
    what: `The sandbox could not be proved: ${describe(idle)}`,
    where: 'self-probe',
    mend: 'Run `fulcrum doctor`; the attacks need sh, setsid, mount and unshare (util-linux) in /usr/bin.',
  });
}

function describe(reports: readonly AttackReport[]): string {
  return reports.map(({ name, detail }) => `${name} (${detail})`).join('; ');
}
