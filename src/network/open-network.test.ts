import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer as createHttpServer, request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Connection, NetworkOrder, OpenNetwork } from '../kernel/contracts/network.ts';
import { openNetwork } from './open-network.ts';

interface Opened extends OpenNetwork {
  readonly told: readonly Connection[];
}

async function opened(order: Partial<NetworkOrder> = {}): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-network-'));
  const told: Connection[] = [];
  const network = await openNetwork({
    ...{ directory, hosts: [], privateHosts: [], door: null },
    onConnection: (connection) => told.push(connection),
    ...order,
  });
  onTestFinished(async () => {
    await network.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { ...network, told };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server that says every byte again. */
function echoing(): Promise<number> {
  return listening(createServer((socket) => socket.on('error', () => undefined).pipe(socket)));
}

/** All that the proxy says to these bytes before it hangs up or the text stands in it. */
function said(socketPath: string, bytes: string, wanted = '\0'): Promise<{ text: string; socket: Socket }> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => socket.write(bytes));
    onTestFinished(() => void socket.destroy());
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (text.includes(wanted)) resolve({ text, socket });
    });
    socket.on('error', () => resolve({ text, socket }));
    socket.on('close', () => resolve({ text, socket }));
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1) await sleep(10);
  expect(condition()).toBe(true);
}

const tunnelTo = (target: string): string => `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`;

test('a request for a path goes to the door as it is, and the reply comes back piece by piece', async () => {
  let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string } | null = null;
  const finish = Promise.withResolvers<void>();
  const door = await listening(
    createHttpServer(async (incoming, outgoing) => {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      seen = { method: incoming.method!, url: incoming.url!, headers: incoming.headers, body };
      outgoing.writeHead(207, { 'x-reply': 'yes', 'content-type': 'text/event-stream' });
      outgoing.write('first;');
      await finish.promise;
      outgoing.end('second');
    }),
  );
  const { socket, told } = await opened({ door: `http://127.0.0.1:${door}` });
  const reply = await new Promise<IncomingMessage>((resolve) => {
    const asked = request({ socketPath: socket, path: '/v1/messages?beta=true', method: 'POST' }, resolve);
    asked.setHeader('x-api-key', 'token').setHeader('proxy-authorization', 'Basic abc');
    asked.end('question');
  });
  let text = '';
  reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await until(() => text === 'first;');
  finish.resolve();
  await new Promise((resolve) => reply.on('end', resolve));
  expect([reply.statusCode, reply.headers['x-reply'], text]).toEqual([207, 'yes', 'first;second']);
  expect(seen).toMatchObject({ method: 'POST', url: '/v1/messages?beta=true', body: 'question' });
  expect(seen!.headers).toMatchObject({ 'x-api-key': 'token', host: `127.0.0.1:${door}` });
  expect(seen!.headers).not.toHaveProperty('proxy-authorization');
  expect(told).toEqual([]);
});

test('a client that hangs up hangs up on the door, and a door that breaks off breaks off', async () => {
  let gone = false;
  const door = await listening(
    createHttpServer((incoming, outgoing) => {
      outgoing.on('close', () => (gone = true));
      outgoing.writeHead(200).write('begun');
      if (incoming.url === '/break') setTimeout(() => outgoing.destroy(), 20);
    }),
  );
  const { socket } = await opened({ door: `http://127.0.0.1:${door}` });
  const hanging = await said(socket, 'GET /wait HTTP/1.1\r\nHost: x\r\n\r\n', 'begun');
  expect(gone).toBe(false);
  hanging.socket.destroy();
  await until(() => gone);
  const broken = await said(socket, 'GET /break HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(broken.text).toContain('begun');
  // The mark of an end that is in order.
  expect(broken.text).not.toContain('\r\n0\r\n\r\n');
});

test('an allowed host is reached, and what went both ways is told at the end', async () => {
  const port = await echoing();
  const { socket, told } = await opened({ privateHosts: [`127.0.0.1:${port}`, `localhost:${port}`] });
  for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST.']) {
    const { text, socket: client } = await said(socket, `${tunnelTo(`${host}:${port}`)}ping`, 'ping');
    expect(text).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nping$/s);
    client.end();
  }
  await until(() => told.length === 3);
  expect(told[0]).toEqual({
    ...{ host: '127.0.0.1', port, verdict: 'allowed', reason: null, bytesOut: 4, bytesIn: 4 },
  });
});

test.for([
  ['is not named', 'somewhere.example:443', 'not among the hosts'],
  ['is named with another port', 'localhost:1', 'not among the hosts'],
  ['is the machine itself in another spelling', '127.1:PORT', 'not among the hosts'],
  ['is no host and port', 'localhost', 'names no host'],
  ['is a path', '/etc/passwd', 'names no host'],
  ['is named, and lies on this machine', 'localhost:PORT', 'not of the public network'],
  ['is named as an address of this machine', '127.0.0.1:PORT', 'not of the public network'],
  ['is named as a number that means this machine', '2130706433:PORT', 'not of the public network'],
  ['is named as its IPv6 address', '[::1]:PORT', 'not of the public network'],
  ['is named as its mapped address', '[::ffff:127.0.0.1]:PORT', 'not of the public network'],
  ['is the place where clouds keep their keys', '169.254.169.254:80', 'not of the public network'],
] as const)('a host is refused that %s', async ([, target, reason]) => {
  let contacts = 0;
  const port = await listening(createServer(() => (contacts += 1)));
  const named = (text: string): string => text.replace('PORT', String(port));
  const hosts = [
    'localhost:PORT',
    '127.0.0.1:PORT',
    '2130706433:PORT',
    '[::1]:PORT',
    '[::ffff:127.0.0.1]:PORT',
  ];
  const { socket, told } = await opened({ hosts: [...hosts.map(named), '169.254.169.254:80'] });
  const { text } = await said(socket, tunnelTo(named(target)));
  expect(text).toMatch(/^HTTP\/1\.1 403 /);
  expect(told).toEqual([
    expect.objectContaining({ verdict: 'refused', reason: expect.stringContaining(reason), bytesOut: 0 }),
  ]);
  expect(contacts).toBe(0);
});

test('what cannot be reached is said to be so', async () => {
  const port = await listening(createServer());
  const { socket, told } = await opened({
    privateHosts: [`127.0.0.1:${port + 1}`, 'no-such-name.invalid:443'],
  });
  for (const target of [`127.0.0.1:${port + 1}`, 'no-such-name.invalid:443'])
    expect((await said(socket, tunnelTo(target))).text).toMatch(/^HTTP\/1\.1 502 /);
  expect(told.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['allowed', 'it cannot be connected to: ECONNREFUSED'],
    ['allowed', expect.stringMatching(/^its name cannot be looked up: E/)],
  ]);
});

test('plain http to another host is refused, and so is everything where there is no door', async () => {
  const { socket, told } = await opened({ hosts: ['registry.example:80'] });
  const asked = 'GET http://registry.example/pkg HTTP/1.1\r\nHost: registry.example\r\n\r\n';
  expect((await said(socket, asked)).text).toMatch(/^HTTP\/1\.1 403 /);
  expect((await said(socket, 'GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n')).text).toMatch(/^HTTP\/1\.1 403 /);
  expect(told[0]).toMatchObject({ host: 'registry.example', port: 80, verdict: 'refused' });
});

test.for([
  ['no HTTP', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc'],
  ['headers without end', `GET / HTTP/1.1\r\nx: ${'a'.repeat(100_000)}`],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'a length and chunks, to smuggle another request',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
  ],
  ['a host over many lines', 'CONNECT a\r\n b:443 HTTP/1.1\r\n\r\n'],
] as const)('%s is answered with an error, and the next one is served', async ([, bytes]) => {
  let requests = 0;
  const door = await listening(createHttpServer((_, outgoing) => ((requests += 1), outgoing.end('ok'))));
  const { socket } = await opened({ door: `http://127.0.0.1:${door}` });
  expect((await said(socket, bytes)).text).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(requests).toBe(0);
  expect((await said(socket, 'GET /good HTTP/1.1\r\nHost: x\r\n\r\n', 'ok')).text).toMatch(
    /^HTTP\/1\.1 200 /,
  );
});

test('closing cuts what is connected and tells of it, and the socket is gone', async () => {
  const port = await echoing();
  const { socket, told, close } = await opened({ privateHosts: [`127.0.0.1:${port}`] });
  const { socket: client } = await said(socket, `${tunnelTo(`127.0.0.1:${port}`)}ping`, 'ping');
  const cut = new Promise((resolve) => client.on('close', resolve));
  await close();
  await cut;
  expect(told).toMatchObject([{ verdict: 'allowed', bytesOut: 4, bytesIn: 4 }]);
  expect(statSync(socket, { throwIfNoEntry: false })).toBeUndefined();
});

test('a path that is too long for a socket is an error that says so', async () => {
  const directory = join(tmpdir(), 'x'.repeat(120));
  await expect(opened({ directory })).rejects.toThrow(/^FULCRUM_E_NETWORK_SOCKET.*103 bytes/);
});
