import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { SandboxLauncher, SandboxOrder } from '../kernel/contracts/sandbox.ts';
import { type LauncherHandle, connectLauncher, startLauncher } from './launcher.ts';
import { parentOf } from './process-identity.ts';
import { groupsOfLauncher, launchersOf, mountsNamed } from './testing/leftovers.ts';
import { nodeOrder, shellOrder } from './testing/orders.ts';
import { processesMarked } from './self-probe/host-processes.ts';

const SOON = { milliseconds: 10_000, maximumBytes: 1000 };
const isRoot = process.geteuid!() === 0;

/** The launcher's temporary files lie here, so that what it leaves shows. */
const temporary = mkdtempSync(join(tmpdir(), 'fulcrum-test-'));
chmodSync(temporary, 0o755);
const ordinary = process.env['TMPDIR'];
beforeAll(() => {
  process.env['TMPDIR'] = temporary;
});
afterAll(() => {
  if (ordinary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = ordinary;
  rmSync(temporary, { recursive: true });
});

async function started(isolation: 'required' | 'none', slots = 8): Promise<LauncherHandle> {
  const launcher = await startLauncher({ isolation, slots });
  onTestFinished(() => launcher.close());
  return launcher;
}

async function runs(launcher: Pick<SandboxLauncher, 'launch'>, order: SandboxOrder) {
  return await (
    await launcher.launch(order)
  ).exited;
}

describe.each(['required', 'none'] as const)('isolation %s', (isolation) => {
  test('questions and answers cross descriptor 3, and output is evidence', async () => {
    const launcher = await started(isolation);
    const sandbox = await launcher.launch(
      shellOrder(
        'while read -r line <&3; do [ "$line" = end ] && { echo out; echo err >&2; exit 7; }; echo "got $line" >&3; done',
      ),
    );
    for (const question of ['one', 'two']) {
      sandbox.channel.send(question);
      expect(await sandbox.channel.receive(SOON)).toEqual({ kind: 'line', text: `got ${question}` });
    }
    sandbox.channel.send('end');
    expect(await sandbox.exited).toMatchObject({
      cause: 'exited',
      code: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    expect(await sandbox.channel.receive(SOON)).toEqual({ kind: 'closed' });
  });

  test('an answer sent with the last breath arrives', async () => {
    const launcher = await started(isolation);
    const sandbox = await launcher.launch(shellOrder('echo last >&3'));
    await sandbox.exited;
    expect(await sandbox.channel.receive(SOON)).toEqual({ kind: 'line', text: 'last' });
  });

  test('a tree is mounted, its programs run, and the working directory is writable and empty', async () => {
    const tree = mkdtempSync(join(temporary, 'tree-'));
    chmodSync(tree, 0o755);
    writeFileSync(
      join(tree, 'program.mjs'),
      'import {readdirSync, writeFileSync} from "node:fs"; console.log(readdirSync(".").length); writeFileSync("x","y")',
    );
    const launcher = await started(isolation);
    const order = nodeOrder('');
    const exit = await runs(launcher, {
      ...order,
      mounts: [...order.mounts, { host: tree, inside: '/tree' }],
      command: ['/node', '/tree/program.mjs'],
    });
    rmSync(tree, { recursive: true });
    expect(exit).toMatchObject({ cause: 'exited', code: 0, stdout: '0\n' });
  });

  test('another process may connect, and its sandboxes end with its connection', async () => {
    const launcher = await started(isolation);
    const mark = `3600.${process.hrtime.bigint()}`;
    const other = await connectLauncher(launcher.socketPath);
    expect(other.stamp).toEqual(launcher.stamp);
    const sandbox = await other.launch(shellOrder(`echo up >&3; exec sleep ${mark}`));
    expect(await sandbox.channel.receive(SOON)).toEqual({ kind: 'line', text: 'up' });
    await until(() => processesMarked(mark).length > 0);
    await other.close();
    expect((await sandbox.exited).cause).toBe('killed');
    expect(processesMarked(mark)).toEqual([]);
  });

  test('one sandbox more than there are slots is refused, and a slot comes back', async () => {
    if (isolation === 'none') return; // nothing is shared there that could run out
    const launcher = await started(isolation, 1);
    const first = await launcher.launch(shellOrder('read x <&3'));
    await expect(launcher.launch(shellOrder('true'))).rejects.toThrow('FULCRUM_E_SANDBOX_SLOTS');
    await first.kill();
    expect(await runs(launcher, shellOrder('exit 3'))).toMatchObject({ code: 3 });
  });

  test('kill -9 of the process that started the launcher leaves nothing', async () => {
    const mark = `3600.${process.hrtime.bigint()}`;
    const { child, launcher } = await controller(isolation, mark);
    expect(processesMarked(mark).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await until(() => processesMarked(mark).length === 0 && parentOf(launcher) === null);
    expect(groupsOfLauncher(launcher)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

test('kill -9 of the launcher ends its sandboxes, and the next launcher removes what it left', async () => {
  const first = await startLauncher({ isolation: 'required' });
  const [launcher] = launchersOf(process.pid);
  const mark = `3600.${process.hrtime.bigint()}`;
  const sandbox = await first.launch(shellOrder(`setsid sleep ${mark} & echo up >&3; exec sleep ${mark}`));
  await sandbox.channel.receive(SOON);
  await until(() => processesMarked(mark).length > 0);
  process.kill(launcher!, 'SIGKILL');
  expect(await sandbox.exited).toMatchObject({ cause: 'killed' });
  await until(() => processesMarked(mark).length === 0);
  await expect(first.launch(shellOrder('true'))).rejects.toThrow('FULCRUM_E_SANDBOX_LAUNCHER_GONE');
  expect(readdirSync(temporary).length).toBe(1);

  const second = await startLauncher({ isolation: 'required' });
  expect(groupsOfLauncher(launcher!)).toEqual([]);
  expect(readdirSync(temporary).length).toBe(1);
  await Promise.all([first.close(), second.close()]);
  expect(readdirSync(temporary)).toEqual([]);
  expect(mountsNamed('fulcrum-test')).toEqual([]);
});

test('descriptors that the caller left open do not reach a sandbox', async () => {
  const program = `
    import { startLauncher } from ${JSON.stringify(join(import.meta.dirname, 'launcher.ts'))};
    const launcher = await startLauncher({ isolation: 'required' });
    const sandbox = await launcher.launch(${JSON.stringify(shellOrder('for n in 4 17 50; do [ -e /proc/self/fd/$n ] && echo $n; done; echo end'))});
    console.log(JSON.stringify((await sandbox.exited).stdout));
    await launcher.close();`;
  // Node closes low ones by itself; it stops looking at the first gap.
  const script = 'exec 4</etc/passwd; exec 17</etc/passwd 2>/dev/null; exec 50</etc/passwd; exec "$@"';
  const child = spawn(
    'bash',
    ['-c', script, 'bash', process.execPath, '--input-type=module', '-e', program],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  expect(JSON.parse(await firstLine(child))).toBe('end\n');
  await new Promise((resolve) => child.once('exit', resolve));
});

test('an aborted signal closes the launcher', async () => {
  const abort = new AbortController();
  const launcher = await startLauncher({ isolation: 'none', signal: abort.signal });
  const sandbox = await launcher.launch(shellOrder('exec sleep 3600'));
  abort.abort();
  expect((await sandbox.exited).cause).toBe('killed');
  await launcher.close();
  expect(readdirSync(temporary)).toEqual([]);
});

test.runIf(isRoot)('a tree that only root can reach is shown all the same', async () => {
  const closed = join(temporary, 'closed');
  mkdirSync(join(closed, 'tree'), { recursive: true });
  writeFileSync(join(closed, "tree/it's text"), 'inside');
  chmodSync(closed, 0o700);
  const launcher = await started('required');
  const order = shellOrder('cat "/tree/it\'s text"; : >/tree/new', {
    mounts: [{ host: join(closed, 'tree'), inside: '/tree' }],
  });
  const exit = await runs(launcher, order);
  expect(exit.stdout).toBe('inside');
  expect(exit.stderr).toContain('Read-only file system');
  expect(readdirSync(join(closed, 'tree'))).toEqual(["it's text"]);
  expect(mountsNamed(temporary)).toEqual([]);
  chmodSync(join(closed, 'tree'), 0o700);
  await expect(launcher.launch(order)).rejects.toThrow('FULCRUM_E_SANDBOX_ORDER');
  rmSync(closed, { recursive: true });
});

test.runIf(isRoot)('an ordinary user gets a sandbox that proves itself', async () => {
  const program = `
    import { startLauncher } from ${JSON.stringify(join(import.meta.dirname, 'launcher.ts'))};
    const launcher = await startLauncher({ isolation: 'required' });
    const probes = await launcher.prove();
    console.log(JSON.stringify({ level: launcher.stamp.level, users: probes.find(({ name }) => name.startsWith('run as user')).detail }));
    await launcher.close();`;
  const own = mkdtempSync(join(temporary, 'user-'));
  chmodSync(own, 0o777);
  const child = spawn(
    'setpriv',
    [
      '--reuid',
      '65534',
      '--regid',
      '65534',
      '--clear-groups',
      process.execPath,
      '--input-type=module',
      '-e',
      program,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: own, env: { PATH: '/usr/bin', TMPDIR: own } },
  );
  expect(JSON.parse(await firstLine(child))).toEqual({
    level: expect.toBeOneOf([2, 3]),
    users: 'users 65534',
  });
  await new Promise((resolve) => child.once('exit', resolve));
  expect(readdirSync(own)).toEqual([]);
  rmSync(own, { recursive: true });
});

test('what cannot be started is said to be so', async () => {
  const launcher = await started('required');
  const mounts = [{ host: join(temporary, 'nowhere'), inside: '/tree' }];
  if (isRoot)
    await expect(launcher.launch(shellOrder('true', { mounts }))).rejects.toThrow('FULCRUM_E_SANDBOX_ORDER');
  else expect((await runs(launcher, shellOrder('true', { mounts }))).cause).toBe('failed-to-start');
  expect(await runs(launcher, { ...shellOrder(''), command: ['/no/such/program'] })).toMatchObject({
    code: 127,
  });
});

/** A process of its own with a launcher and a sandbox in which a marked program and a daemon run. */
async function controller(
  isolation: string,
  mark: string,
): Promise<{ child: ChildProcess; launcher: number }> {
  const script = `setsid sleep ${mark} & echo up >&3; exec sleep ${mark}`;
  const program = `
    import { startLauncher } from ${JSON.stringify(join(import.meta.dirname, 'launcher.ts'))};
    const launcher = await startLauncher({ isolation: ${JSON.stringify(isolation)} });
    const sandbox = await launcher.launch(${JSON.stringify(shellOrder(isolation === 'none' ? `echo up >&3; exec sleep ${mark}` : script))});
    console.log(JSON.stringify(await sandbox.channel.receive(${JSON.stringify(SOON)})));
    await new Promise(() => setInterval(() => undefined, 1000));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(JSON.parse(await firstLine(child))).toEqual({ kind: 'line', text: 'up' });
  await until(() => processesMarked(mark).length > 0);
  return { child, launcher: launchersOf(child.pid!)[0]! };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text;
}

/** Waits for what the kernel or another process does in its own time. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`still not: ${condition.toString()}`);
    await sleep(5);
  }
}
