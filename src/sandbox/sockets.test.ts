import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { LauncherHandle } from './launcher.ts';
import { startLauncher } from './launcher.ts';
import { launchersOf } from './testing/leftovers.ts';
import { nodeOrder, shellOrder } from './testing/orders.ts';
import { proveIsolation } from './self-probe/prove.ts';

const isRoot = process.geteuid!() === 0;
const INSIDE = '/way/out';

let launcher: LauncherHandle;
let directory: string;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  directory = mkdtempSync(join(tmpdir(), 'fulcrum-sockets-'));
  chmodSync(directory, 0o755);
});
afterAll(async () => {
  await launcher.close();
  rmSync(directory, { recursive: true });
});

/** A server that answers what it is asked in capitals; its socket is open to all. */
async function answering(path: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => socket.end(String(chunk).toUpperCase()));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  chmodSync(path, 0o666);
  onTestFinished(() => void server.close());
  return path;
}

/** Connects to each target in turn and says what came back, or the error. */
const connecting = (targets: readonly object[]): string => `
const { connect } = require('node:net');
const reach = (target) => new Promise((resolve) => {
  let text = '';
  const socket = connect(target, () => socket.write('hello'));
  socket.setTimeout(2000, () => resolve('no answer'));
  socket.on('data', (chunk) => text += chunk);
  socket.on('error', ({ code }) => resolve(code));
  socket.on('close', () => resolve(text));
});
(async () => {
  for (const target of ${JSON.stringify(targets)}) console.log(await reach(target));
  process.exit();
})();`;

test('the socket of the order can be reached, and nothing else outside', async () => {
  const socket = await answering(join(directory, 'one'));
  const other = await answering(join(directory, 'other'));
  let contacts = 0;
  const host = createServer((client) => void ((contacts += 1), client.destroy()));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void host.close());
  const { port } = host.address() as AddressInfo;
  const targets = [
    { path: INSIDE },
    { path: other },
    { host: '127.0.0.1', port },
    { host: '192.0.2.1', port: 80 },
    { host: '2001:db8::1', port: 80 },
  ];
  const sandbox = await launcher.launch({
    ...nodeOrder(connecting(targets)),
    sockets: [{ host: socket, inside: INSIDE }],
  });
  const { stdout } = await sandbox.exited;
  const refused = 'ECONNREFUSED|ENETUNREACH|EADDRNOTAVAIL';
  expect(stdout).toMatch(new RegExp(`^HELLO\nENOENT\n(${refused})\n(${refused})\n(${refused})\n$`));
  expect(contacts).toBe(0);
});

test('a sandbox with a socket proves itself like any other', async () => {
  const socket = await answering(join(directory, 'proof'));
  const withSocket = {
    stamp: launcher.stamp,
    launch: (order: Parameters<LauncherHandle['launch']>[0]) =>
      launcher.launch({ ...order, sockets: [{ host: socket, inside: INSIDE }] }),
  };
  const secrets = {
    process: launchersOf(process.pid)[0]!,
    canary: 'no-such-canary',
    directory: launcher.scratch,
  };
  const probes = await proveIsolation(withSocket, secrets);
  expect(probes.map(({ name }) => name)).toContain('reach a server on 127.0.0.1');
});

test('neither the socket nor its place can be changed from inside', async () => {
  const socket = await answering(join(directory, 'kept'));
  const script = `rm ${INSIDE}; mv ${INSIDE} /tmp/x; chmod 600 ${INSIDE}; ls ${INSIDE}`;
  const sandbox = await launcher.launch(shellOrder(script, { sockets: [{ host: socket, inside: INSIDE }] }));
  const { stdout, stderr } = await sandbox.exited;
  expect(stdout).toBe(`${INSIDE}\n`);
  expect(stderr.match(/Read-only file system|Operation not permitted/g)).toHaveLength(3);
});

test.runIf(isRoot)('one in a folder that only root can reach is led in all the same', async () => {
  const closed = join(directory, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const socket = await answering(join(closed, 'in'));
  const sandbox = await launcher.launch({
    ...nodeOrder(connecting([{ path: INSIDE }])),
    sockets: [{ host: socket, inside: INSIDE }],
  });
  expect((await sandbox.exited).stdout).toBe('HELLO\n');
});

test.runIf(isRoot)(
  'what is no socket, or closed to others, is refused, and so is a socket among the mounts',
  async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    const socket = await answering(join(directory, 'shut'));
    const order = shellOrder('true');
    const one = (host: string) => [{ host, inside: INSIDE }];
    await expect(launcher.launch({ ...order, sockets: one(file) })).rejects.toThrow('is no socket');
    await expect(launcher.launch({ ...order, mounts: one(socket) })).rejects.toThrow('is a socket');
    chmodSync(socket, 0o600);
    await expect(launcher.launch({ ...order, sockets: one(socket) })).rejects.toThrow('is closed');
  },
);

test('the number of open files is that of the order', async () => {
  const counted = async (openFiles?: number): Promise<string> => {
    const changes = openFiles === undefined ? {} : { openFiles };
    return (await (await launcher.launch(shellOrder('ulimit -n; ulimit -Hn', changes))).exited).stdout;
  };
  expect(await counted()).toBe('256\n256\n');
  expect(await counted(4096)).toBe('4096\n4096\n');
});
