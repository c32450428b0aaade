import { chmodSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { ApprovedServer, McpLock } from './lock-file.ts';
import { lockFileOf, readLock } from './lock-file.ts';
import type { McpServer } from './options.ts';
import type { Relayed } from './relay.ts';
import { createRelay } from './relay.ts';
import type { ServerPlace } from './server-transport.ts';
import { transportTo } from './server-transport.ts';
import { socketInside } from './offered.ts';

/** Servers that one agent may talk to. */
export interface OpenServers {
  /** Unix sockets, to be shown to its sandbox. */
  readonly sockets: readonly { readonly host: string; readonly inside: string }[];
  /** Ends every server that was started for it. */
  readonly close: () => Promise<void>;
}

/** A call of a tool, as the host saw it. */
export interface McpCall {
  readonly server: string;
  /** Empty when it is about the server itself. */
  readonly tool: string;
  readonly verdict: 'allowed' | 'refused' | 'failed';
  readonly reason: string | null;
}

interface OpeningOrder extends ServerPlace {
  /** Folder for the sockets, which users of sandboxes can look into. */
  readonly directory: string;
  readonly onCall: (call: McpCall) => void;
}

/** An agent that starts a server again and again is turned away. */
const MOST_CONNECTIONS = 4;
const LONGEST_MESSAGE_BYTES = 4 * 2 ** 20;

/** Opens a socket for each server. Whoever connects gets a server of their own, through a relay that keeps to what was approved. */
export async function openServers(servers: readonly McpServer[], order: OpeningOrder): Promise<OpenServers> {
  const lock: McpLock = readLock(lockFileOf(order.taskDirectory));
  const ends: (() => Promise<void>)[] = [];
  const sockets: { readonly host: string; readonly inside: string }[] = [];
  for (const [index, server] of servers.entries()) {
    const host = join(order.directory, `m${index}`);
    ends.push(await openServer(server, lock[server.name]!, host, order));
    sockets.push({ host, inside: socketInside(server.name) });
  }
  return { sockets, close: async () => void (await Promise.all(ends.map((end) => end()))) };
}

async function openServer(
  server: McpServer,
  approved: ApprovedServer,
  path: string,
  order: OpeningOrder,
): Promise<() => Promise<void>> {
  const conversations = new Set<Promise<void>>();
  const connected = new Set<Socket>();
  const listener = createServer((socket) => {
    connected.add(socket);
    const conversation = converse(socket, server, approved, order).finally(() => {
      connected.delete(socket);
      conversations.delete(conversation);
    });
    conversations.add(conversation);
  });
  listener.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(path, resolve);
  });
  // Whoever reaches it may connect: the sandbox has a user of its own.
  chmodSync(path, 0o666);
  return async () => {
    const closed = new Promise((resolve) => listener.close(resolve));
    for (const socket of connected) socket.destroy();
    await Promise.all([closed, ...conversations]);
  };
}

/** Passes messages on until one side has gone. */
async function converse(
  socket: Socket,
  server: McpServer,
  approved: ApprovedServer,
  order: OpeningOrder,
): Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  const agent = new StdioServerTransport(socket, socket, { maxBufferSize: LONGEST_MESSAGE_BYTES });
  let transport: Transport | null = null;
  try {
    transport = await transportTo(server, order);
    wire(agent, transport, server, approved, order.onCall, () => socket.destroy());
    await transport.start();
    await agent.start();
    await gone;
  } catch (error) {
    // It has answered before the run; that it does not now ends what the agent can do with it, not the run.
    order.onCall({ server: server.name, tool: '', verdict: 'failed', reason: String(error) });
    socket.destroy();
  } finally {
    await transport?.close();
  }
}

/** Neither transport has events: each tells one listener. */
function wire(
  agent: Transport,
  transport: Transport,
  server: McpServer,
  approved: ApprovedServer,
  onCall: OpeningOrder['onCall'],
  hangUp: () => void,
): void {
  const relay = createRelay(approved, server.tools);
  const pass = ({ toAgent, toServer, called }: Relayed): void => {
    if (called !== undefined) onCall({ server: server.name, ...called });
    if (toAgent !== undefined) agent.send(toAgent).catch(hangUp);
    if (toServer !== undefined) transport.send(toServer).catch(hangUp);
  };
  Object.assign(agent, {
    onmessage: (message: JSONRPCMessage) => pass(relay.fromAgent(message)),
    onclose: hangUp,
  });
  Object.assign(transport, {
    onmessage: (message: JSONRPCMessage) => pass(relay.fromServer(message)),
    onclose: hangUp,
  });
}
