import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxLauncher } from '../kernel/contracts/sandbox.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { readHierarchies, sweepGroups } from './cgroup-launcher.ts';
import { connectClient } from './launcher-client.ts';
import { sweepLauncherDirectories } from './launcher-directory.ts';
import type { LauncherOptions, LauncherReport } from './launcher-protocol.ts';
import { proveIsolation } from './self-probe/prove.ts';
import { MAXIMUM_SLOTS } from './slots.ts';

const CLOSE_MILLISECONDS = 10_000;
/** Time for sandboxes of a launcher that was killed to die. */
const SWEEP_MILLISECONDS = 2000;
const SETPRIV = '/usr/bin/setpriv';

export interface LauncherHandle extends SandboxLauncher {
  /** Where `connectLauncher` finds the launcher; only the caller's own user can reach it. */
  readonly socketPath: string;
  /** Folder that every user can look into, for what sandboxes are shown; removed with the launcher. */
  readonly scratch: string;
}

/**
 * Starts the process that starts sandboxes. It and all it started end with this process, however that ends.
 *
 * @throws FulcrumError `FULCRUM_E_SANDBOX_UNAVAILABLE` when `required` isolation cannot be had on this machine. There is
 *   no fallback to weaker isolation.
 */
export async function startLauncher(options: {
  /** `none` runs candidates unprotected, as `noIsolation` says. */
  readonly isolation: 'required' | 'none';
  /** Closes the launcher when aborted. */
  readonly signal?: AbortSignal;
  /** Sandboxes that may run at once, at most and by default 60; one more is refused: `FULCRUM_E_SANDBOX_SLOTS`. */
  readonly slots?: number;
}): Promise<LauncherHandle> {
  options.signal?.throwIfAborted();
  const canary = randomBytes(16).toString('hex');
  const slots = Math.min(options.slots ?? MAXIMUM_SLOTS, MAXIMUM_SLOTS);
  const child = spawnLauncher({ isolation: options.isolation, slots, canary });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let ready: Extract<LauncherReport, { type: 'ready' }>;
  try {
    ready = await readReport(child);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const client = await connectClient(ready.socketPath);

  const close = async (): Promise<void> => {
    options.signal?.removeEventListener('abort', onAbort);
    child.stdin!.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MILLISECONDS);
    await exited;
    clearTimeout(timer);
    if (child.exitCode !== 0) await sweepLeftovers();
  };
  const onAbort = (): void => void close();
  options.signal?.addEventListener('abort', onAbort);

  return {
    socketPath: ready.socketPath,
    scratch: ready.scratch,
    stamp: client.stamp,
    launch: client.launch,
    prove: () => proveIsolation(client, { process: child.pid!, canary, directory: ready.scratch }),
    close,
  };
}

/** Connects another process, as the oracle's, to a launcher; its sandboxes end with the connection. */
export async function connectLauncher(
  socketPath: string,
): Promise<Pick<SandboxLauncher, 'launch' | 'stamp' | 'close'>> {
  const { launch, stamp, close } = await connectClient(socketPath);
  return { launch, stamp, close };
}

/** What a launcher removes itself unless it is killed. Its sandboxes may still be dying, which holds their groups. */
async function sweepLeftovers(): Promise<void> {
  const patience = performance.now() + SWEEP_MILLISECONDS;
  while (!sweepGroups(readHierarchies()) && performance.now() < patience) await sleep(10);
  sweepLauncherDirectories();
}

function spawnLauncher(options: LauncherOptions): ChildProcess {
  const script = join(import.meta.dirname, `launcher-process${extname(import.meta.filename)}`);
  const command = [process.execPath, script, JSON.stringify(options)];
  // SIGTERM and not SIGKILL: the launcher has control groups to remove. Its sandboxes die with it either way.
  const bound = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'TERM', '--', ...command] : command;
  return spawn(bound[0]!, bound.slice(1), {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...pick(process.env, ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE']),
      FULCRUM_CANARY: options.canary,
    },
    detached: true,
  });
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    names.flatMap((name) => (name in environment ? [[name, environment[name]]] : [])),
  );
}

async function readReport(launcher: ChildProcess): Promise<Extract<LauncherReport, { type: 'ready' }>> {
  const report = await new Promise<LauncherReport>((resolve, reject) => {
    let text = '';
    launcher.once('error', (error) => reject(startError(error.message, error)));
    launcher.once('exit', (code, signal) => reject(startError(`it ended with ${signal ?? code}`)));
    launcher.stdout!.setEncoding('utf8');
    launcher.stdout!.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) resolve(JSON.parse(text) as LauncherReport);
    });
  });
  if (report.type === 'unavailable') throw new FulcrumError(report.facts);
  return report;
}

function startError(what: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_LAUNCHER_START',
    domain: 'sandbox',
    what: `The process that starts the sandboxes did not come up: ${what}`,
    where: 'sandbox launcher',
    mend: 'Run `fulcrum doctor` to see what is missing on this machine.',
    cause,
  });
}
