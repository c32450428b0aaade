import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { SandboxExit, SandboxUsage } from '../kernel/contracts/sandbox.ts';
import type { Preparation } from './isolation.ts';
import { captureOutput } from './output-capture.ts';
import { readStatus } from './status-pipe.ts';

/** Time for output that is already in the pipe to arrive after the last process ended. */
const DRAIN_MILLISECONDS = 50;
const MEMORY_POLL_MILLISECONDS = 50;
/** A sandbox whose first process is still unknown this long after a kill is killed from its outermost process. */
const ROOT_UNKNOWN_MILLISECONDS = 1000;

/** A started sandbox in the launcher process. */
export interface RunningSandbox {
  readonly exited: Promise<SandboxExit>;
  /** Used so far; not to be asked once it has ended. */
  readonly usage: () => SandboxUsage;
  /** True as soon as its outermost process is gone. */
  readonly ended: () => boolean;
  readonly kill: () => void;
}

/**
 * Starts a prepared sandbox with `channel` as its descriptor 3 and gives up the launcher's own copy of it. Always
 * releases the preparation.
 *
 * @throws the spawn error when the outermost program cannot be started; the preparation is released then too.
 */
export async function runSandbox(
  prepared: Preparation,
  channel: Socket,
  outputBytes: number,
): Promise<RunningSandbox> {
  const child = await startChild(prepared, channel);
  const outer = child.pid!;
  const status = prepared.reportsStatus ? readStatus(child.stdio[3] as Readable) : null;

  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let ending: 'killed' | 'output-limit' | null = null;
  const end = (cause: 'killed' | 'output-limit'): void => {
    if (ended()) return;
    ending ??= cause;
    const root = status?.root() ?? null;
    prepared.kill({ outer, root });
    if (status === null || root !== null) return;
    void status.rootKnown.then((known) => prepared.kill({ outer, root: known }));
    setTimeout(() => child.kill('SIGKILL'), ROOT_UNKNOWN_MILLISECONDS).unref();
  };

  const output = captureOutput({ stdout: child.stdout!, stderr: child.stderr! }, outputBytes, () =>
    end('output-limit'),
  );
  const { exceedsMemory } = prepared;
  const memoryWatch =
    exceedsMemory === null
      ? null
      : setInterval(() => {
          const root = status?.root() ?? null;
          if (root !== null && exceedsMemory(root)) end('killed');
        }, MEMORY_POLL_MILLISECONDS);

  const exited = new Promise<SandboxExit>((resolve) => {
    child.once('exit', async (code, signal) => {
      if (memoryWatch !== null) clearInterval(memoryWatch);
      const usage = await prepared.release();
      // A survivor may hold the pipes, so their end is not waited for beyond this.
      await Promise.race([
        Promise.all([output.ended, status?.ended]),
        new Promise((done) => setTimeout(done, DRAIN_MILLISECONDS)),
      ]);
      output.destroy();
      child.stdio[3]?.destroy();
      const finished = status === null || status.finishedSetup();
      resolve({
        // A signal without our doing: out of memory, where that ends the whole control group.
        cause: ending ?? (finished ? 'exited' : signal === null ? 'failed-to-start' : 'killed'),
        code,
        signal,
        stdout: output.stdout(),
        stderr: output.stderr(),
        usage,
      });
    });
  });
  return { exited, usage: prepared.usage, ended, kill: () => end('killed') };
}

async function startChild(prepared: Preparation, channel: Socket): Promise<ChildProcess> {
  const [program, ...programArguments] = prepared.command;
  try {
    const child = spawn(program!, programArguments, {
      cwd: prepared.directory,
      env: prepared.environment,
      stdio: [channel, 'pipe', 'pipe', 'pipe'],
      // A process group of its own, so that a signal meant for the caller's terminal does not reach it.
      detached: true,
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return child;
  } catch (error) {
    await prepared.release();
    throw error;
  } finally {
    channel.destroy();
  }
}
