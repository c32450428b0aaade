import type { Agent, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request } from 'node:http';

/** Meant for the connection they come over (RFC 9110, 7.6.1), or of this hop's own making. */
const OWN_TO_THE_HOP: readonly string[] = [
  'connection',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Passes a request on to the metered door and the reply back, each piece as it comes. */
export function passToDoor(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  door: string,
  agent: Agent,
): void {
  const { host, port } = new URL(door);
  const onward = request({
    host: new URL(door).hostname,
    port,
    agent,
    method: incoming.method,
    path: incoming.url,
    headers: { ...passedOn(incoming.headers, incoming.headers.connection), host },
  });
  onward.on('response', (reply) => {
    outgoing.writeHead(reply.statusCode!, passedOn(reply.headers, reply.headers.connection));
    outgoing.flushHeaders();
    reply.pipe(outgoing);
    // An end that looks in order would be a lie.
    reply.on('error', () => outgoing.destroy());
  });
  onward.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else
      outgoing
        .writeHead(502, { 'content-type': 'text/plain' })
        .end('FULCRUM_E_NETWORK: the door is closed\n');
  });
  outgoing.on('close', () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
  incoming.pipe(onward);
}

function passedOn(headers: OutgoingHttpHeaders, connection: string | undefined): OutgoingHttpHeaders {
  const named = (connection ?? '').toLowerCase().split(',');
  const dropped = new Set([...OWN_TO_THE_HOP, ...named.map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}
