import { type Socket, createConnection } from 'node:net';
import type {
  Sandbox,
  SandboxExit,
  SandboxLauncher,
  SandboxOrder,
  SandboxUsage,
} from '../kernel/contracts/sandbox.ts';
import { type ErrorFacts, FulcrumError } from '../kernel/errors.ts';
import type { SandboxStamp } from '../kernel/verdict.ts';
import { UNKNOWN_USAGE } from './isolation.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import type { LauncherMessage, Opening } from './launcher-protocol.ts';
import { lineChannel } from './line-channel.ts';

export type LauncherClient = Pick<SandboxLauncher, 'stamp' | 'launch' | 'close'>;

interface Pending {
  readonly started: PromiseWithResolvers<void>;
  readonly exited: PromiseWithResolvers<SandboxExit>;
  /** Those who wait for a measurement, in the order of asking. */
  readonly measuring: ((usage: SandboxUsage) => void)[];
}

/**
 * Connects to a launcher. When the launcher goes away, running sandboxes exit as `killed` and later launches throw
 * `FULCRUM_E_SANDBOX_LAUNCHER_GONE`.
 */
export async function connectClient(socketPath: string): Promise<LauncherClient> {
  const control = await connect(socketPath);
  const pending = new Map<number, Pending>();
  const hello = Promise.withResolvers<{ client: string; stamp: SandboxStamp }>();
  let gone = false;
  let count = 0;

  const onMessage = (message: LauncherMessage): void => {
    switch (message.type) {
      case 'hello':
        return hello.resolve(message);
      case 'started':
        return pending.get(message.sandbox)?.started.resolve();
      case 'refused':
        return pending.get(message.sandbox)?.started.reject(new FulcrumError(message.facts));
      case 'measured':
        return pending.get(message.sandbox)?.measuring.shift()?.(message.usage);
      case 'exited':
        pending.get(message.sandbox)?.exited.resolve(message.exit);
        pending.delete(message.sandbox);
        return;
    }
  };
  readJsonLines(control, (value) => {
    onMessage(value as LauncherMessage);
    return true;
  });
  control.on('error', () => control.destroy());
  control.on('close', () => {
    gone = true;
    const error = goneError(socketPath);
    hello.reject(error);
    for (const { started, exited } of pending.values()) {
      started.reject(error);
      exited.resolve(LOST);
    }
    pending.clear();
  });

  writeJsonLine(control, { type: 'control' } satisfies Opening);
  const { client, stamp } = await hello.promise;

  const launch = async (order: SandboxOrder): Promise<Sandbox> => {
    if (gone) throw goneError(socketPath);
    count += 1;
    const number = count;
    const socket = await connect(socketPath);
    const own: Pending = {
      started: Promise.withResolvers(),
      exited: Promise.withResolvers(),
      measuring: [],
    };
    pending.set(number, own);
    writeJsonLine(socket, { type: 'launch', client, sandbox: number, order } satisfies Opening);
    const channel = lineChannel(socket);
    try {
      await own.started.promise;
    } catch (error) {
      pending.delete(number);
      socket.destroy();
      throw error;
    }
    const exited = own.exited.promise.then((exit) => {
      // What the sandbox wrote last may still lie in the socket; its end closes our side.
      socket.end();
      return exit;
    });
    return {
      channel,
      stamp,
      exited,
      usage: () => {
        const measured = new Promise<SandboxUsage>((resolve) => own.measuring.push(resolve));
        writeJsonLine(control, { type: 'measure', sandbox: number });
        return Promise.race([measured, exited.then(({ usage }) => usage)]);
      },
      kill: () => {
        writeJsonLine(control, { type: 'kill', sandbox: number });
        return exited;
      },
    };
  };

  return {
    stamp,
    launch,
    close: async () => {
      const exits = [...pending.values()].map(({ exited }) => exited.promise);
      for (const sandbox of pending.keys()) writeJsonLine(control, { type: 'kill', sandbox });
      await Promise.all(exits);
      control.destroy();
    },
  };
}

/** What is known of a sandbox whose launcher died: it was killed with it. */
const LOST: SandboxExit = {
  cause: 'killed',
  code: null,
  signal: null,
  stdout: '',
  stderr: '',
  usage: UNKNOWN_USAGE,
};

function connect(socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (cause) => reject(goneError(socketPath, cause)));
  });
}

function goneError(socketPath: string, cause?: unknown): FulcrumError {
  const facts: ErrorFacts = {
    code: 'FULCRUM_E_SANDBOX_LAUNCHER_GONE',
    domain: 'sandbox',
    what: 'The process that starts the sandboxes has ended',
    where: socketPath,
    mend: 'Start the run again; it goes on where it stopped.',
    cause,
  };
  return new FulcrumError(facts);
}
