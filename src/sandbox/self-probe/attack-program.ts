/* Runs inside a sandbox and tries to get out. One line with targets comes in on descriptor 3, one with reports goes out. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { Socket, connect } from 'node:net';
import type { AttackReport, Targets } from './attack.ts';

const CONNECT_MILLISECONDS = 1000;
type Attack = (targets: Targets) => Outcome | Promise<Outcome>;
type Outcome = { readonly succeeded: boolean; readonly detail: string; readonly attempted?: boolean };

const ATTACKS: { readonly [name: string]: Attack } = {
  'read a file of the host': ({ files, canary }) =>
    anyOf(files, (file) => got(readFileSync(file, 'utf8').includes(canary), `${file} can be opened`)),
  'write to the mounted tree': ({ tree }) =>
    failing(() => {
      writeFileSync(`${tree}/planted`, 'planted');
      return got(true, 'a file was made');
    }),
  'write /proc/sys/kernel/core_pattern': () =>
    failing(() => {
      const path = '/proc/sys/kernel/core_pattern';
      writeFileSync(path, readFileSync(path));
      return got(true, 'it was written');
    }),
  'see processes of the host': ({ canary }) => {
    const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const seen = numbers.filter((number) => commandLine(number).includes(canary));
    return got(seen.length > 0, `${numbers.length} processes seen, ${seen.length} of them the host's`);
  },
  'signal the launcher': ({ launcher, pidNamespace }) =>
    failing(() => {
      process.kill(launcher, 0);
      const same = readlinkSync('/proc/self/ns/pid').includes(pidNamespace);
      return got(same, same ? `process ${launcher} can be signalled` : 'only one of its own has that number');
    }),
  'read environments of other processes': ({ launcher, canary }) =>
    anyOf([launcher, process.ppid, 1].map(String), (number) =>
      got(
        readFileSync(`/proc/${number}/environ`, 'utf8').includes(canary),
        `that of ${number} is the sandbox's`,
      ),
    ),
  'see the environment of the host': ({ canary }) =>
    got(JSON.stringify(process.env).includes(canary), `${Object.keys(process.env).length} variables`),
  'reach a server on 127.0.0.1': ({ port }) => connected({ host: '127.0.0.1', port }),
  'reach an abstract Unix socket': ({ abstractSocket }) => connected({ path: `\0${abstractSocket}` }),
  'remount the tree writable': ({ tree }) => ran('mount', ['-o', 'remount,rw,bind', tree]),
  'make a user namespace': () => ran('unshare', ['--user', 'true']),
};

const channel = new Socket({ fd: 3 });
let text = '';
channel.setEncoding('utf8');
channel.on('data', async (chunk: string) => {
  text += chunk;
  if (!text.endsWith('\n')) return;
  const targets = JSON.parse(text) as Targets;
  const reports: AttackReport[] = [];
  for (const [name, attack] of Object.entries(ATTACKS)) {
    reports.push({ name, attempted: true, ...(await attack(targets)) });
  }
  channel.end(`${JSON.stringify({ nonce: targets.nonce, reports })}\n`);
});

function got(succeeded: boolean, detail: string): Outcome {
  return { succeeded, detail };
}

function failing(attack: () => Outcome): Outcome {
  try {
    return attack();
  } catch (error) {
    return got(false, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** Succeeds with the first that does; else tells what stopped each. */
function anyOf(items: readonly string[], attack: (item: string) => Outcome): Outcome {
  const outcomes = items.map((item) => failing(() => attack(item)));
  const success = outcomes.find(({ succeeded }) => succeeded);
  return success ?? got(false, outcomes.map(({ detail }) => detail).join(', '));
}

function commandLine(number: string): string {
  try {
    return readFileSync(`/proc/${number}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function connected(target: { host: string; port: number } | { path: string }): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(target);
    const end = (outcome: Outcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on('connect', () => end(got(true, 'connected')));
    socket.on('error', (error: NodeJS.ErrnoException) => end(got(false, error.code ?? error.message)));
    socket.setTimeout(CONNECT_MILLISECONDS, () => end(got(false, 'no answer')));
  });
}

function ran(program: string, programArguments: readonly string[]): Outcome {
  const { status, stderr, error } = spawnSync(program, programArguments, { encoding: 'utf8' });
  if (error !== undefined) return { attempted: false, succeeded: false, detail: error.message };
  return got(status === 0, stderr.split('\n')[0]! || `ended with ${status}`);
}
