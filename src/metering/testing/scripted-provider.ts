import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../kernel/json.ts';
import { BackendFailure } from '../backend.ts';
import { protocolOfPath } from '../protocols/index.ts';
import type { Script } from '../scripted/script.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';

export interface ScriptedProvider {
  readonly url: string;
  /** Requests as they came, bodies and headers. */
  readonly received: readonly { readonly headers: IncomingMessage['headers']; readonly body: string }[];
  readonly close: () => Promise<void>;
}

/** What stands where a provider would: a script behind plain HTTP, without a meter. It quotes a key it refuses. */
export async function startScriptedProvider(script: Script, key: string): Promise<ScriptedProvider> {
  const backend = scriptedBackend(script);
  const received: { headers: IncomingMessage['headers']; body: string }[] = [];

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    received.push({ headers: incoming.headers, body });
    const protocol = protocolOfPath(incoming.url!.split('?')[0]!)!;
    const { headers } = incoming;
    const given =
      headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers.authorization?.slice('Bearer '.length);
    if (given !== key) {
      const refusal = protocol.writeFailure(
        'authentication',
        'invalid_api_key',
        `incorrect key: ${String(given)}`,
      );
      outgoing.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
      return;
    }
    const request = protocol.readRequest(JSON.parse(body) as JsonObject, incoming.url!);
    const call = { holder: null, protocol, request, query: '', headers: {}, body };
    const reply = await backend.send(call, new AbortController().signal);
    outgoing.writeHead(reply.status, {
      ...reply.headers,
      'set-cookie': 'session=secret',
      'request-id': 'req_1',
    });
    for await (const chunk of reply.body) outgoing.write(chunk);
    outgoing.end();
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (!(error instanceof BackendFailure)) throw error;
      // What was written goes out before the connection breaks.
      setImmediate(() => outgoing.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
