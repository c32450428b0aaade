import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Overview } from '../protocol.ts';
import type { ViewServer } from '../view-server.ts';
import { openViewServer } from '../view-server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => unknown;
}

/** A server with what a test asks it over real HTTP. */
export interface Asked {
  readonly server: ViewServer;
  readonly port: number;
  /** As a program with the token; headers of one's own replace any, also Host. Null leaves one out. */
  readonly ask: (path: string, options?: AskOptions) => Promise<Reply>;
  readonly get: <Value>(path: string) => Promise<Value>;
  /** The overview once the whole ledger was read. */
  readonly overview: (run: string) => Promise<Overview>;
  /** What came over the live address until `until` says that it is enough. */
  readonly listen: (run: string, until: (events: readonly string[]) => boolean) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string | null };
  readonly body?: unknown;
}

export async function openAsked(paths: readonly string[], page = '/nowhere'): Promise<Asked> {
  const faults: unknown[] = [];
  const server = await openViewServer({
    paths,
    port: 0,
    host: '127.0.0.1',
    page,
    onFault: (error) => faults.push(error),
  });
  const port = Number(new URL(server.origin).port);
  const ask: Asked['ask'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const given = {
        authorization: `Bearer ${server.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      };
      const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
      const asked = request({ port, host: '127.0.0.1', path, method, headers: sent as never }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ status, headers: answered, text, json: () => JSON.parse(text) as unknown });
        });
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    });
  const get = async <Value>(path: string): Promise<Value> => {
    const reply = await ask(path);
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.json() as Value;
  };
  return {
    server,
    port,
    ask,
    get,
    overview: async (run) => {
      for (;;) {
        const overview = await get<Overview>(`/api/runs/${run}/overview`);
        const { read, total } = overview.card.reading;
        if (read === total && total > 0) return overview;
        await sleep(20);
      }
    },
    listen: (run, until) =>
      new Promise((resolve, reject) => {
        const events: string[] = [];
        const headers = { authorization: `Bearer ${server.token}` };
        const asked = request(
          { port, host: '127.0.0.1', path: `/api/runs/${run}/live`, headers },
          (response) => {
            response.on('data', (part: Buffer) => {
              for (const line of part.toString().split('\n'))
                if (line.startsWith('data: ')) events.push(line.slice('data: '.length));
              if (!until(events)) return;
              asked.destroy();
              resolve(events);
            });
          },
        );
        asked.on('error', (error) => (until(events) ? resolve(events) : reject(error)));
        asked.end();
      }),
    close: async () => {
      await server.close();
      if (faults.length > 0) throw new AggregateError(faults, 'the server had faults of its own');
    },
  };
}
