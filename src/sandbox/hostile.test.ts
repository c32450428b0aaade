import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SandboxExit, SandboxOrder } from '../kernel/contracts/sandbox.ts';
import { type LauncherHandle, startLauncher } from './launcher.ts';
import { processesMarked } from './self-probe/host-processes.ts';
import { nodeOrder, shellOrder } from './testing/orders.ts';
import { groupsOfLauncher, launchersOf } from './testing/leftovers.ts';

let launcher: LauncherHandle;
let number: number;
beforeAll(async () => {
  launcher = await startLauncher({ isolation: 'required' });
  number = launchersOf(process.pid)[0]!;
});
afterAll(async () => {
  await launcher.close();
  expect(groupsOfLauncher(number)).toEqual([]);
});

const mark = `3600.${process.hrtime.bigint()}`;

/** Runs a hostile program to its end, or kills it after the time it was given, and expects no process of it. */
async function ends(order: SandboxOrder, killAfter = 10_000): Promise<SandboxExit> {
  const sandbox = await launcher.launch(order);
  const timer = setTimeout(() => void sandbox.kill(), killAfter);
  const exit = await sandbox.exited;
  clearTimeout(timer);
  expect(processesMarked(mark)).toEqual([]);
  return exit;
}

describe('a hostile program ends within its limits', () => {
  test('a fork bomb', async () => {
    const exit = await ends(shellOrder(`bomb() { bomb & bomb & sleep ${mark}; }; bomb`), 500);
    expect(exit.stderr).toContain('Cannot fork');
  });

  test('a daemon', async () => {
    const exit = await ends(shellOrder(`setsid sh -c 'sleep ${mark} & sleep ${mark}' & sleep 0.1; exit 0`));
    expect(exit).toMatchObject({ cause: 'exited', code: 0 });
  });

  test('a memory hog', async () => {
    const exit = await ends(
      nodeOrder('const all = []; for (;;) all.push(Buffer.alloc(1e6, 1));', { memoryBytes: 96e6 }),
    );
    expect(exit.code).not.toBe(0);
    expect(exit.stdout).toBe('');
  });

  test('a hog of temporary files', async () => {
    const exit = await ends(
      shellOrder(
        'head -c 9000000 /dev/zero >/tmp/a; head -c 9000000 /dev/zero >b; head -c 9000000 /dev/zero >/dev/shm/c; wc -c </tmp/a; wc -c <b; wc -c </dev/shm/c',
      ),
    );
    expect(exit.stdout).toBe('1048576\n1048576\n1048576\n');
  });

  test('many small files', async () => {
    const exit = await ends(
      shellOrder('n=0; while : >/tmp/$n; do n=$((n+1)); [ $n = 2000000 ] && echo all; done'),
      20_000,
    );
    expect(exit.stdout).toBe('');
  });

  test('endless output', async () => {
    const exit = await ends(shellOrder('while :; do echo 0123456789; done'));
    expect(exit.cause).toBe('output-limit');
    expect(exit.stdout).toHaveLength(4096);
  });

  test('one that ignores every signal it can', async () => {
    const exit = await ends(
      shellOrder(`trap '' TERM INT HUP QUIT; sleep ${mark} & while :; do sleep 0.01; done`),
      200,
    );
    expect(exit.cause).toBe('killed');
  });

  test('one that stops itself', async () => {
    const exit = await ends(shellOrder(`sleep ${mark} & kill -STOP $$`), 300);
    expect(exit.cause).toBe('killed');
  });

  test('a flood on the channel', async () => {
    const sandbox = await launcher.launch(shellOrder('head -c 100000000 /dev/zero >&3; echo through'));
    expect(await sandbox.channel.receive({ milliseconds: 5000, maximumBytes: 1000 })).toEqual({
      kind: 'too-long',
    });
    const exit = await sandbox.kill();
    expect(exit).toMatchObject({ cause: 'killed', stdout: '' });
  });

  test('one that closes the channel and stays', async () => {
    const sandbox = await launcher.launch(shellOrder(`exec 3>&-; sleep ${mark}`, { processes: 8 }));
    expect(await sandbox.kill()).toMatchObject({ cause: 'killed' });
    expect(processesMarked(mark)).toEqual([]);
  });

  test('one killed before it began', async () => {
    for (let count = 0; count < 5; count += 1) {
      const sandbox = await launcher.launch(shellOrder(`sleep ${mark}`));
      expect(await sandbox.kill()).toMatchObject({ cause: 'killed' });
    }
    expect(processesMarked(mark)).toEqual([]);
  });

  test('a socket outside the network', async () => {
    const script = `python3 -c 'import socket
for domain in (40, 16, 17, 38): # VSOCK NETLINK PACKET ALG
    try: socket.socket(domain, socket.SOCK_DGRAM); print(domain, "open")
    except PermissionError: print(domain, "refused")'`;
    const exit = await ends(shellOrder(script, { memoryBytes: 256e6 }));
    expect(exit.stdout).toBe('40 refused\n16 refused\n17 refused\n38 refused\n');
  });
});

test('CPU time counts what hides from its parent', async () => {
  if (launcher.stamp.level === 3) return; // not metered there
  const spin = 'n=0; while [ $n -lt 300000 ]; do n=$((n+1)); done';
  const plain = await ends(shellOrder(spin));
  const hidden = await ends(
    shellOrder(`(trap '' CHLD; setsid sh -c '${spin}; : >done' &); while [ ! -e done ]; do sleep 0.02; done`),
  );
  expect(hidden.usage.cpuMilliseconds!).toBeGreaterThan(plain.usage.cpuMilliseconds! / 2);
});
