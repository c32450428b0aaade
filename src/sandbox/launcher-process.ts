/* The launcher: a small process that starts every sandbox, because the cost of a spawn grows with its parent's memory. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { isFulcrumError } from '../kernel/errors.ts';
import { closeInheritedDescriptors } from './inherited-descriptors.ts';
import type { Isolation } from './isolation.ts';
import { makeLauncherDirectory } from './launcher-directory.ts';
import { type LauncherOptions, type LauncherReport, wireFacts } from './launcher-protocol.ts';
import { requiredIsolation } from './level.ts';
import { serveLauncher } from './launcher-server.ts';
import { noIsolation } from './no-isolation.ts';

const END_MILLISECONDS = 8_000;

const options = JSON.parse(process.argv[2]!) as LauncherOptions;
closeInheritedDescriptors();
const directory = makeLauncherDirectory();
try {
  await serve();
} catch (error) {
  directory.remove();
  if (!isFulcrumError(error)) throw error;
  report({ type: 'unavailable', facts: wireFacts(error.facts) });
  process.exit(1);
}

async function serve(): Promise<void> {
  const isolation = await chooseIsolation();
  const socketPath = join(directory.closed, 'launcher.socket');
  const server = await serveLauncher(socketPath, isolation);

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    // Sandboxes die with this process, so ending late is worse than leaving a group to the next launcher's sweep.
    setTimeout(() => process.exit(1), END_MILLISECONDS).unref();
    await server.close();
    await isolation.close();
    directory.remove();
    process.exit(0);
  };
  // The controller holds the other end of this pipe: when it is gone, however it ended, so are the sandboxes.
  process.stdin.resume();
  process.stdin.on('close', end);
  process.on('SIGTERM', end);
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  report({ type: 'ready', socketPath, stamp: isolation.stamp });
}

function chooseIsolation(): Promise<Isolation> | Isolation {
  switch (options.isolation) {
    case 'none':
      return noIsolation();
    case 'required':
      return requiredIsolation(directory.shared, options.slots);
  }
}

function report(message: LauncherReport): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}
