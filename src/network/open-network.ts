import { chmodSync, rmSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { NetworkOrder, OpenNetwork } from '../kernel/contracts/network.ts';
import { FulcrumError } from '../kernel/errors.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { passToDoor } from './door.ts';
import { tunnel } from './tunnel.ts';

const SOCKET = 's';
/** What fits into struct sockaddr_un on every system, with its closing zero. */
const LONGEST_SOCKET_PATH = 103;
const MOST_CONNECTIONS = 128;
const HEADER_BYTES = 16 * 1024;
const HEADER_MILLISECONDS = 10_000;

/**
 * Opens the one way out of a sandbox: an HTTP server on a Unix socket. Requests for a path go to the metered door,
 * `CONNECT` to an allowed host becomes a tunnel; everything else is answered with 403 and told.
 *
 * @throws FulcrumError `FULCRUM_E_NETWORK_SOCKET` when there can be no socket in the folder
 */
export async function openNetwork(order: NetworkOrder): Promise<OpenNetwork> {
  const { door, onConnection } = order;
  const socket = join(order.directory, SOCKET);
  const rules = { permissionFor: allowedHosts(order.hosts, order.privateHosts), onConnection };
  const ending = new AbortController();
  const tunnels = new Set<Promise<void>>();
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });

  const server = createServer(
    { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADER_MILLISECONDS, requestTimeout: 0 },
    (incoming, outgoing) => {
      const path = incoming.url ?? '';
      if (path.startsWith('/') && door !== null) passToDoor(incoming, outgoing, door, agent);
      else refuseRequest(incoming, outgoing, onConnection);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const done = tunnel(incoming.url ?? '', client, head, rules, ending.signal).finally(() =>
      tunnels.delete(done),
    );
    tunnels.add(done);
  });
  await listen(server, socket);

  return {
    socket,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      ending.abort();
      server.closeAllConnections();
      await Promise.all([closed, ...tunnels]);
      agent.destroy();
      rmSync(socket, { force: true });
    },
  };
}

/** Plain HTTP to another host, or to a door that is not there. */
function refuseRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onConnection: NetworkOrder['onConnection'],
): void {
  const reason = 'only https goes out, and only to the hosts that the task allows';
  const asked = URL.parse(incoming.url ?? '');
  const host = (asked?.hostname ?? '').slice(0, 255);
  onConnection({
    ...{ host, port: Number(asked?.port || (asked === null ? 0 : 80)) },
    ...{ verdict: 'refused', reason, bytesOut: 0, bytesIn: 0 },
  });
  incoming.resume();
  outgoing.writeHead(403, { 'content-type': 'text/plain', connection: 'close' });
  outgoing.end(`FULCRUM_E_NETWORK: ${reason}\n`);
}

async function listen(server: Server, socket: string): Promise<void> {
  if (Buffer.byteLength(socket) > LONGEST_SOCKET_PATH)
    throw socketError(socket, `its path is longer than ${LONGEST_SOCKET_PATH} bytes`);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(socketError(socket, cause.message, cause)));
    server.listen(socket, resolve);
  });
  // Whoever reaches it may connect: the sandbox has a user of its own.
  chmodSync(socket, 0o666);
}

function socketError(socket: string, reason: string, cause?: unknown): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_NETWORK_SOCKET',
    domain: 'sandbox',
    what: `There can be no socket for an agent's sandbox: ${reason}`,
    where: socket,
    mend: 'Set TMPDIR to a folder with a short path.',
    cause,
  });
}
