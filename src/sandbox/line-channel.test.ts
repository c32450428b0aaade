import { type Socket, createConnection, createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LineChannel } from '../kernel/contracts/sandbox.ts';
import { lineChannel } from './line-channel.ts';

let channel: LineChannel;
let near: Socket;
let far: Socket;
let close: () => void;
const SOON = { milliseconds: 2000, maximumBytes: 100 };

beforeEach(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fulcrum-test-'));
  const path = join(directory, 'socket');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  near = createConnection(path);
  channel = lineChannel(near);
  far = await accepted;
  far.on('error', () => undefined);
  close = () => {
    near.destroy();
    far.destroy();
    server.close();
    rmSync(directory, { recursive: true });
  };
});
afterEach(() => close());

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

test('lines come one by one, split wherever they were sent', async () => {
  const whole = Buffer.from('zwölf\nsecond\n');
  far.write(whole.subarray(0, 3)); // in the middle of ö
  await settle();
  far.write(whole.subarray(3));
  expect(await channel.receive(SOON)).toEqual({ kind: 'line', text: 'zwölf' });
  expect(channel.surplus()).toBe(true);
  expect(await channel.receive(SOON)).toEqual({ kind: 'line', text: 'second' });
  expect(channel.surplus()).toBe(false);
});

test('surplus shows although nobody asked for it', async () => {
  far.write('unasked');
  await settle();
  expect(channel.surplus()).toBe(true);
});

test('a line of exactly the maximum is a line, one byte more is too long', async () => {
  far.write(`${'a'.repeat(100)}\n`);
  expect(await channel.receive(SOON)).toEqual({ kind: 'line', text: 'a'.repeat(100) });
  far.write(`${'a'.repeat(101)}\n`);
  expect(await channel.receive(SOON)).toEqual({ kind: 'too-long' });
  expect(await channel.receive(SOON)).toEqual({ kind: 'too-long' });
});

test('too long shows before the line ends', async () => {
  far.write('a'.repeat(101));
  expect(await channel.receive(SOON)).toEqual({ kind: 'too-long' });
});

test('a timeout leaves the channel in use', async () => {
  expect(await channel.receive({ milliseconds: 20, maximumBytes: 10 })).toEqual({ kind: 'timeout' });
  far.write('late\n');
  expect(await channel.receive(SOON)).toEqual({ kind: 'line', text: 'late' });
});

test('a line that lies in the socket is not timed out because the reader was busy', async () => {
  far.write('there\n');
  const received = channel.receive({ milliseconds: 5, maximumBytes: 100 });
  const until = performance.now() + 50;
  while (performance.now() < until);
  expect(await received).toEqual({ kind: 'line', text: 'there' });
});

test('lines before the end are delivered, half a line is not', async () => {
  far.end('whole\nhalf');
  expect(await channel.receive(SOON)).toEqual({ kind: 'line', text: 'whole' });
  expect(await channel.receive(SOON)).toEqual({ kind: 'closed' });
  channel.send('into the void');
});

test('a flood nobody asked for stays with its sender', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  for (let count = 0; count < 16; count += 1) far.write(megabyte);
  await settle();
  expect(near.bytesRead).toBeLessThan(1024 * 1024);
  expect(await channel.receive(SOON)).toEqual({ kind: 'too-long' });
});

test('a second receive beside an outstanding one is an error', async () => {
  const first = channel.receive(SOON);
  await expect(channel.receive(SOON)).rejects.toThrow('outstanding');
  far.write('one\n');
  expect(await first).toEqual({ kind: 'line', text: 'one' });
});
