import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Connection } from '../kernel/contracts/network.ts';
import type { Permission, Target } from './allowed-hosts.ts';
import { readTarget } from './allowed-hosts.ts';
import { isPublicAddress } from './public-address.ts';

const CONNECT_MILLISECONDS = 15_000;
const IDLE_MILLISECONDS = 5 * 60_000;
const LONGEST_NAME = 255;

export interface TunnelRules {
  readonly permissionFor: (target: Target) => Permission | null;
  readonly onConnection: (connection: Connection) => void;
}

/**
 * Answers one `CONNECT`. An allowed host is looked up once and connected to at the addresses that were looked at, so that
 * a name cannot turn to another address in between; a name with one address outside the public network is refused as a
 * whole. Resolves when the tunnel has ended.
 *
 * @param ended aborted when everything ends
 */
export async function tunnel(
  asked: string,
  client: Duplex,
  head: Buffer,
  { permissionFor, onConnection }: TunnelRules,
  ended: AbortSignal,
): Promise<void> {
  const target = readTarget(asked);
  const { host, port } = target ?? { host: asked.slice(0, LONGEST_NAME), port: 0 };
  const told = (connection: Omit<Connection, 'host' | 'port'>): void =>
    onConnection({ host, port, ...connection });
  const refuse = (reason: string): void => {
    answer(client, 403, 'Forbidden', reason);
    told({ verdict: 'refused', reason, bytesOut: 0, bytesIn: 0 });
  };
  const fail = (reason: string): void => {
    answer(client, 502, 'Bad Gateway', reason);
    told({ verdict: 'allowed', reason, bytesOut: 0, bytesIn: 0 });
  };
  // Its end is seen by the pipe or by the answer; before both it only must not go unheard.
  client.on('error', () => client.destroy());

  if (target === null) return refuse('it names no host and port');
  const permission = permissionFor(target);
  if (permission === null) return refuse('it is not among the hosts that the task allows');
  let addresses: readonly LookupAddress[];
  try {
    addresses = await lookup(target.host, { all: true });
  } catch (error) {
    return fail(`its name cannot be looked up: ${codeOf(error)}`);
  }
  const inside = addresses.find(({ address }) => !isPublicAddress(address));
  if (permission === 'public' && inside !== undefined)
    return refuse(`it is at ${inside.address}, which is not of the public network`);

  let server: Socket;
  try {
    server = await connectTo(addresses, port, ended);
  } catch (error) {
    return fail(`it cannot be connected to: ${codeOf(error)}`);
  }
  const fault = await join(client, server, head, ended);
  told({
    verdict: 'allowed',
    reason: fault,
    bytesOut: server.bytesWritten,
    bytesIn: server.bytesRead,
  });
}

function connectTo(addresses: readonly LookupAddress[], port: number, ended: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: 'looked-up',
      port,
      lookup: (_name, { all }, done) =>
        all === true ? done(null, [...addresses]) : done(null, addresses[0]!.address, addresses[0]!.family),
      signal: AbortSignal.any([ended, AbortSignal.timeout(CONNECT_MILLISECONDS)]),
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Passes bytes both ways until one side is through; resolves with what went wrong, or null. */
function join(client: Duplex, server: Socket, head: Buffer, ended: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    let fault: string | null = null;
    let open = 2;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    const closed = (): void => {
      open -= 1;
      if (open > 0) return end();
      ended.removeEventListener('abort', end);
      resolve(fault);
    };
    server.on('error', (error) => (fault ??= codeOf(error)));
    server.setTimeout(IDLE_MILLISECONDS, end);
    client.once('close', closed);
    server.once('close', closed);
    ended.addEventListener('abort', end);
    if (client.destroyed) {
      closed();
      return;
    }
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) server.write(head);
    client.pipe(server);
    server.pipe(client);
  });
}

function answer(client: Duplex, status: number, phrase: string, reason: string): void {
  const text = `FULCRUM_E_NETWORK: ${reason}\n`;
  client.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
