import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { FulcrumError } from '../../kernel/errors.ts';
import { carriesToken } from '../../metering/run-token.ts';
import type { McpServerParts } from './mcp-server.ts';
import { createMcpServer } from './mcp-server.ts';

const PATH = '/mcp';
const MOST_REQUEST_BYTES = 6 * 2 ** 20;

export interface HttpDoor {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves MCP over streamable HTTP on the loopback address. Whoever asks shows the token; a request that a web page may
 * have made, from a foreign origin or through a foreign name for this address, is turned away before anything is read.
 * Every request stands for itself: there are no sessions.
 *
 * @param port 0 takes a free one
 * @throws FulcrumError `FULCRUM_E_MCP_PORT` when the port cannot be had
 */
export async function openHttpDoor(
  options: { readonly port: number; readonly token: string },
  parts: McpServerParts,
): Promise<HttpDoor> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  server.maxConnections = 64;
  await listening(server, options.port);
  const { port } = server.address() as AddressInfo;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request, port, options.token);
    if (refusal !== null) refuse(response, refusal);
    else
      answer(request, response, parts).catch((error: unknown) => {
        parts.onFault(error);
        response.destroy();
      });
  });
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Refusal {
  readonly status: number;
  readonly what: string;
  readonly headers?: { readonly [name: string]: string };
}

function refusalOf(request: IncomingMessage, port: number, token: string): Refusal | null {
  const { headers, method, url } = request;
  // A name that a foreign server let point here (DNS rebinding) stands in Host; a page of that server in Origin.
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) return { status: 403, what: 'This Host is not served here' };
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return { status: 403, what: 'This Origin may not ask here' };
  if (!carriesToken(request, token))
    return { status: 401, what: 'A token is needed', headers: { 'WWW-Authenticate': 'Bearer' } };
  if (url !== PATH) return { status: 404, what: `There is nothing here but ${PATH}` };
  if (method !== 'POST')
    return { status: 405, what: 'There are no sessions or streams to ask for', headers: { Allow: 'POST' } };
  return null;
}

function refuse(response: ServerResponse, { status, what, headers }: Refusal): void {
  const error = { jsonrpc: '2.0', error: { code: -32_000, message: what }, id: null };
  // What was sent along is not read.
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close', ...headers });
  response.end(JSON.stringify(error));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  parts: McpServerParts,
): Promise<void> {
  const server = createMcpServer(parts);
  const transport = new StreamableHTTPServerTransport({
    enableJsonResponse: true,
    maxRequestBodySize: MOST_REQUEST_BYTES,
  });
  // Ends what waits for a client that has gone.
  response.once('close', () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

async function listening(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  } catch (cause) {
    throw new FulcrumError({
      code: 'FULCRUM_E_MCP_PORT',
      domain: 'usage',
      what: `port ${port} cannot be had: ${(cause as Error).message}`,
      where: '--port',
      mend: 'Name another, or 0 for a free one',
      cause,
    });
  }
}
