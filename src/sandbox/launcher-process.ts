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
/** What has been made so far, to be unmade in reverse. */
const made: (() => unknown)[] = [];
let ending = false;
let started: Promise<void> | null = null;

// The controller holds the other end of this pipe: when it is gone, however it ended, so are the sandboxes. Before
// anything is made, so that a controller killed while this starts leaves nothing either.
process.stdin.resume();
process.stdin.on('close', end);
process.on('SIGTERM', end);
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

started = serve();
try {
  await started;
} catch (error) {
  await unmake();
  if (!isFulcrumError(error)) throw error;
  report({ type: 'unavailable', facts: wireFacts(error.facts) });
  process.exit(1);
}

async function serve(): Promise<void> {
  const directory = makeLauncherDirectory();
  made.push(directory.remove);
  const isolation = await chooseIsolation(directory.shared);
  made.push(isolation.close);
  const socketPath = join(directory.closed, 'launcher.socket');
  const server = await serveLauncher(socketPath, isolation);
  made.push(server.close);
  report({ type: 'ready', socketPath, scratch: directory.scratch, stamp: isolation.stamp });
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  // Sandboxes die with this process, so ending late is worse than leaving a group to the next launcher's sweep.
  setTimeout(() => process.exit(1), END_MILLISECONDS).unref();
  // What keeps it from starting is reported where it is waited for, if anybody still listens.
  await started?.catch(() => undefined);
  await unmake();
  process.exit(0);
}

async function unmake(): Promise<void> {
  for (const step of made.splice(0).toReversed()) await step();
}

function chooseIsolation(shared: string): Promise<Isolation> | Isolation {
  switch (options.isolation) {
    case 'none':
      return noIsolation();
    case 'required':
      return requiredIsolation(shared, options.slots);
  }
}

function report(message: LauncherReport): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}
