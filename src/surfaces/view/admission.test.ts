import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asked } from './testing/asking.ts';
import { openAsked } from './testing/asking.ts';
import type { SmallRun } from './testing/small-run.ts';
import { smallRun } from './testing/small-run.ts';

let run: SmallRun;
let page: string;
let asked: Asked;

beforeAll(async () => {
  run = smallRun();
  page = mkdtempSync(join(tmpdir(), 'fulcrum-page-'));
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'assets/main.js'), 'export {};');
  writeFileSync(join(page, '..', `${page.split('/').at(-1)}-beside.js`), 'outside');
  asked = await openAsked([run.directory], page);
});

afterAll(async () => {
  await asked.close();
  run.ledger.close();
  rmSync(`${page}-beside.js`);
  for (const folder of [page, run.directory]) rmSync(folder, { recursive: true });
});

const stranger = { authorization: null };

describe('who is let in', () => {
  it('turns away whoever shows no token, or another', async () => {
    const wrong = `fulcrum-run-${'x'.repeat(32)}`;
    const tries = [
      asked.ask('/', { headers: stranger }),
      asked.ask('/api/runs', { headers: stranger }),
      asked.ask('/assets/main.js', { headers: stranger }),
      asked.ask(`/?token=${wrong}`, { headers: stranger }),
      asked.ask('/api/runs', { headers: { authorization: `Bearer ${wrong}` } }),
      asked.ask('/api/runs', {
        headers: { authorization: null, cookie: `fulcrum_view_${asked.port}=${wrong}` },
      }),
      asked.ask('/api/runs', {
        headers: { authorization: null, cookie: `fulcrum_view_${asked.port}=${asked.server.token}` },
      }),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 401));
  });

  it('trades the token in the address for a cookie that scripts and other sites cannot use', async () => {
    const first = await asked.ask(`/?token=${asked.server.token}&keep=1`, { headers: stranger });
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/?keep=1');
    const [cookie] = first.headers['set-cookie']!;
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(asked.server.token);
    const session = { authorization: null, cookie: cookie!.split(';')[0]! };
    expect((await asked.ask('/', { headers: session })).text).toContain('<title>page</title>');
    expect((await asked.ask('/api/runs', { headers: session })).status).toBe(200);
  });

  it('sends nobody to another host', async () => {
    const reply = await asked.ask(`//evil.example/?token=${asked.server.token}`, { headers: stranger });
    expect(reply.headers.location).not.toMatch(/^(?:\/\/|http)/);
  });

  it.each(['//[', '//[?token=x', '///@:x'])('turns away a stranger who asks for %s', async (path) => {
    expect((await asked.ask(path, { headers: stranger })).status).toBe(401);
  });

  it.each(['evil.example:PORT', 'localhost.evil.example:PORT', '127.0.0.1.evil.example:PORT', '127.0.0.1:1'])(
    'is not served as %s: another server may let its name point here',
    async (name) => {
      const host = name.replace('PORT', String(asked.port));
      expect((await asked.ask('/api/runs', { headers: { host } })).status).toBe(403);
    },
  );

  it('is served under the names of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]'])
      expect((await asked.ask('/api/runs', { headers: { host: `${name}:${asked.port}` } })).status).toBe(200);
  });
});

describe('pages of others', () => {
  const session = async (): Promise<string> => {
    const { headers } = await asked.ask(`/?token=${asked.server.token}`, { headers: stranger });
    return headers['set-cookie']![0]!.split(';')[0]!;
  };

  it('change nothing on behalf of somebody who is let in', async () => {
    const cookie = await session();
    const own = asked.server.origin;
    const post = async (headers: { readonly [name: string]: string }): Promise<number> => {
      const all = { authorization: null, cookie, ...headers };
      return (await asked.ask('/api/runs/nothing/verification', { method: 'POST', headers: all, body: {} }))
        .status;
    };
    expect(await post({ origin: 'http://evil.example' })).toBe(403);
    expect(await post({ origin: 'null' })).toBe(403);
    expect(await post({})).toBe(403);
    expect(await post({ origin: own, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ origin: own, 'sec-fetch-site': 'same-site' })).toBe(403);
    // Let in, and then there is no such run.
    expect(await post({ origin: own, 'sec-fetch-site': 'same-origin' })).toBe(404);
    // What a form can send without asking first.
    expect(await post({ origin: own, 'content-type': 'text/plain' })).toBe(400);
  });

  it('read and embed nothing', async () => {
    const cookie = await session();
    const embed = { authorization: null, cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'script' };
    expect((await asked.ask('/assets/main.js', { headers: embed })).status).toBe(403);
    // Another port of this machine is the same site, and gets the cookie.
    const beside = { ...embed, 'sec-fetch-site': 'same-site' };
    expect((await asked.ask('/assets/main.js', { headers: beside })).status).toBe(403);
    expect((await asked.ask('/api/runs', { headers: { ...beside, 'sec-fetch-mode': 'cors' } })).status).toBe(
      403,
    );
    const link = { ...beside, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await asked.ask('/api/runs', { headers: link })).status).toBe(200);
  });
});

describe('what is served', () => {
  it('is under a policy that lets nothing foreign run, and never guessed at', async () => {
    for (const path of ['/', '/assets/main.js', '/api/runs', '/api/runs/none/overview', '/nothing']) {
      const { headers } = await asked.ask(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await asked.ask('/api/runs')).headers['content-type']).toBe('application/json; charset=utf-8');
    expect((await asked.ask('/assets/main.js')).headers['content-type']).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it('is nothing outside the folder of the page', async () => {
    const beside = `${page.split('/').at(-1)}-beside.js`;
    const paths = [
      `/../${beside}`,
      `/%2e%2e/${beside}`,
      `/..%2f${beside}`,
      `/assets/..%5c..%5c${beside}`,
      '/assets',
      '/assets/',
    ];
    for (const path of paths) expect((await asked.ask(path)).status, path).toBe(404);
    for (const path of [
      '/api/runs/..%2f..%2fetc/overview',
      '/api/runs/%00/overview',
      '/api/runs/__proto__/overview',
    ])
      expect((await asked.ask(path)).status, path).toBe(404);
  });

  it('is read with GET, and changed where something can be', async () => {
    const program = { 'content-type': 'application/json' };
    expect((await asked.ask('/', { method: 'DELETE', headers: program })).status).toBe(405);
    expect((await asked.ask('/api/runs', { method: 'PUT', headers: program })).status).toBe(404);
  });

  it('says in one line how to get a page that is not built', async () => {
    const bare = await openAsked([run.directory]);
    const reply = await bare.ask('/');
    await bare.close();
    expect(reply.status).toBe(503);
    expect(reply.text).toMatch(/^[^\n]*npm run build:page[^\n]*\n$/);
  });
});
