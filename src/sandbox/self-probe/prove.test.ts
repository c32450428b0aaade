import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isFulcrumError } from '../../kernel/errors.ts';
import { startLauncher } from '../launcher.ts';
import { proveIsolation } from './prove.ts';

test('a sandbox of this machine holds against every attack', async () => {
  const launcher = await startLauncher({ isolation: 'required', slots: 4 });
  const probes = await launcher.prove();
  await launcher.close();
  expect(probes.length).toBeGreaterThanOrEqual(19);
  expect(probes[0]!.name).toBe('honest control');
});

test('without isolation the attacks get through, and are named', async () => {
  const launcher = await startLauncher({ isolation: 'none', slots: 4 });
  const disguised = { launch: launcher.launch, stamp: { ...launcher.stamp, level: 1 as const } };
  const secrets = { process: process.pid, canary: 'canary in no environment', directory: tmpdir() };
  const error: unknown = await proveIsolation(disguised, secrets).catch((reason: unknown) => reason);
  await launcher.close();
  if (!isFulcrumError(error)) throw error;
  expect(error.facts.code).toBe('FULCRUM_E_SANDBOX_LEAKS');
  for (const name of [
    'read a file of the host',
    'signal the launcher',
    'reach a server on 127.0.0.1',
    'reach an abstract Unix socket',
    'contacts seen by the host',
    'more memory than allowed',
    'more temporary files than allowed',
    'more processes than allowed',
    'a daemon survives',
  ]) {
    expect(error.facts.what).toContain(name);
  }
});

test('asked for no isolation, it says so instead of proving anything', async () => {
  const launcher = await startLauncher({ isolation: 'none' });
  const probes = await launcher.prove();
  await launcher.close();
  expect(probes.map(({ name }) => name)).toEqual(['isolation']);
});

test('an attack that cannot run is an error, not a success', async () => {
  const launcher = await startLauncher({ isolation: 'required', slots: 4 });
  const crippled = {
    stamp: launcher.stamp,
    launch: (order: Parameters<typeof launcher.launch>[0]) =>
      launcher.launch({ ...order, command: ['/bin/false', ...order.command] }),
  };
  const error: unknown = await proveIsolation(crippled, {
    process: 1,
    canary: 'x',
    directory: tmpdir(),
  }).catch((reason: unknown) => reason);
  await launcher.close();
  expect(isFulcrumError(error) && error.facts.code).toBe('FULCRUM_E_SANDBOX_PROBE');
});
