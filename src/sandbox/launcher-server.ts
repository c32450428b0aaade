import { randomBytes } from 'node:crypto';
import { type Server, type Socket, createServer } from 'node:net';
import { FulcrumError, isFulcrumError } from '../kernel/errors.ts';
import type { Isolation } from './isolation.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import type { ClientMessage, LauncherMessage, Opening } from './launcher-protocol.ts';
import { wireFacts } from './launcher-protocol.ts';
import { type RunningSandbox, runSandbox } from './running-sandbox.ts';

/** A connected client and what runs for it. */
interface Client {
  readonly control: Socket;
  /** Null while the sandbox is being started; a kill in that time is remembered in `killed`. */
  readonly sandboxes: Map<number, RunningSandbox | null>;
  readonly killed: Set<number>;
}

export interface LauncherServer {
  /** Kills every sandbox and returns when all of them are gone. */
  readonly close: () => Promise<void>;
}

/** Serves the launcher's protocol on a Unix socket. A client that goes away takes its sandboxes with it. */
export async function serveLauncher(socketPath: string, isolation: Isolation): Promise<LauncherServer> {
  const clients = new Map<string, Client>();
  const exits = new Set<Promise<unknown>>();

  const launch = async (client: Client, opening: Extract<Opening, { type: 'launch' }>, channel: Socket) => {
    const { sandbox, order } = opening;
    const tell = (message: LauncherMessage): void => writeJsonLine(client.control, message);
    client.sandboxes.set(sandbox, null);
    try {
      const running = await runSandbox(await isolation.prepare(order), channel, order.outputBytes);
      client.sandboxes.set(sandbox, running);
      tell({ type: 'started', sandbox });
      if (client.killed.has(sandbox)) running.kill();
      const exit = await running.exited;
      tell({ type: 'exited', sandbox, exit });
    } catch (error) {
      channel.destroy();
      tell({ type: 'refused', sandbox, facts: wireFacts(launchError(error).facts) });
    } finally {
      client.sandboxes.delete(sandbox);
      client.killed.delete(sandbox);
    }
  };

  const killOne = (client: Client, sandbox: number): void => {
    if (!client.sandboxes.has(sandbox)) return;
    client.killed.add(sandbox);
    client.sandboxes.get(sandbox)?.kill();
  };

  const measureOne = (client: Client, sandbox: number): void => {
    const running = client.sandboxes.get(sandbox);
    if (running == null || running.ended()) return;
    writeJsonLine(client.control, {
      type: 'measured',
      sandbox,
      usage: running.usage(),
    } satisfies LauncherMessage);
  };

  const openControl = (control: Socket): void => {
    const name = randomBytes(16).toString('hex');
    const client: Client = { control, sandboxes: new Map(), killed: new Set() };
    clients.set(name, client);
    control.on('close', () => {
      clients.delete(name);
      for (const sandbox of client.sandboxes.keys()) killOne(client, sandbox);
    });
    writeJsonLine(control, { type: 'hello', client: name, stamp: isolation.stamp } satisfies LauncherMessage);
  };

  const onMessage = (control: Socket, message: ClientMessage): void => {
    const client = clients.values().find((one) => one.control === control);
    if (client === undefined) return;
    switch (message.type) {
      case 'kill':
        return killOne(client, message.sandbox);
      case 'measure':
        return measureOne(client, message.sandbox);
    }
  };

  const server = createServer((socket) => {
    let opened = false;
    socket.on('error', () => socket.destroy());
    readJsonLines(socket, (value) => {
      if (opened) {
        onMessage(socket, value as ClientMessage);
        return true;
      }
      opened = true;
      const opening = value as Opening;
      if (opening.type === 'control') {
        openControl(socket);
        return true;
      }
      const client = clients.get(opening.client);
      if (client === undefined) {
        socket.destroy();
        return false;
      }
      const done = launch(client, opening, socket).finally(() => exits.delete(done));
      exits.add(done);
      return false;
    });
  });
  await listen(server, socketPath);

  return {
    close: async () => {
      server.close();
      for (const client of clients.values())
        for (const sandbox of client.sandboxes.keys()) killOne(client, sandbox);
      await Promise.all(exits);
      for (const client of clients.values()) client.control.destroy();
    },
  };
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
}

function launchError(error: unknown): FulcrumError {
  if (isFulcrumError(error)) return error;
  return new FulcrumError({
    code: 'FULCRUM_E_SANDBOX_START',
    domain: 'sandbox',
    what: `A sandbox could not be started: ${error instanceof Error ? error.message : String(error)}`,
    where: 'sandbox launcher',
    mend: 'Run `fulcrum doctor` to see what is missing on this machine.',
    cause: error,
  });
}
