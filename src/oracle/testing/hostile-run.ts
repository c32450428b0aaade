/*
 * Sets hostile candidates of one kind of subject, one after the other, on a judge of its own, and prints a line of JSON
 * for each. A program, so that a test can start it as another user.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SubjectSource } from '../../kernel/task.ts';
import { startLauncher } from '../../sandbox/launcher.ts';
import { processesMarked } from '../../sandbox/self-probe/host-processes.ts';
import { groupsOfLauncher, launchersOf, mountsNamed } from '../../sandbox/testing/leftovers.ts';
import { hostileAttacks } from './hostile-attacks.ts';
import { openJudge } from './judge-fixture.ts';

type Kind = 'node' | 'python' | 'command';

const SUBJECTS: { readonly [kind in Kind]: SubjectSource } = {
  node: { kind: 'node', module: 'candidate.ts', export: 'answer' },
  python: { kind: 'python', module: 'candidate.py', export: 'answer', packages: false },
  command: { kind: 'command', argv: ['python3', '-S', 'candidate.py'], input: 'text', output: 'text' },
};
const IMPORTS = 'import ctypes, fcntl, mmap, os, signal, socket, subprocess, time';

const ORACLE = `
  import { defineOracle } from 'fulcrum';
  export default defineOracle({ checks: [{ name: 'harmless', slice: 'train', visibility: 'visible', run: async ({ subject }) => {
    const answer = await subject.ask('question');
    if (answer.kind === 'threw') return { status: 'fail', reason: answer.message };
    const text = String(answer.value.stdout ?? answer.value).trim().slice(0, 300);
    return text === 'harmless' ? { status: 'pass', metrics: { score: 1 } } : { status: 'fail', reason: text };
  } }] });`;

const GRACE_MILLISECONDS = 5000;

const kind = process.argv[2] as Kind;
const mark = `3600.${randomInt(1e9, 1e10)}`;
const secret = mkdtempSync(join(tmpdir(), 'fulcrum-bait-'));
writeFileSync(join(secret, 'secret'), 'secret', { mode: 0o644 });
let contacts = 0;
const [network, local] = [createServer(() => (contacts += 1)), createServer(() => (contacts += 1))];
await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
await new Promise<void>((resolve) => local.listen(`\0${mark}`, resolve));

const launcher = await startLauncher({ isolation: 'required' });
const [launcherNumber] = launchersOf(process.pid);
const fixture = await openJudge({
  launcher,
  oracle: ORACLE,
  limits: { memoryBytes: 160 * 2 ** 20, questionSeconds: 0.8, judgementSeconds: 1.6 },
  task: { subject: SUBJECTS[kind] },
});

const bait = {
  ...{ port: (network.address() as AddressInfo).port, socket: mark },
  ...{ file: join(secret, 'secret'), process: process.pid },
};
for (const { name, body, statuses } of hostileAttacks(bait, mark)) await judge(name, body, statuses);
await judge('honest', 'return "harmless"', ['pass']);

await fixture.close();
await launcher.close();
print({
  contacts,
  groups: groupsOfLauncher(launcherNumber!),
  mounts: mountsNamed(fixture.directory),
  survivors: processesMarked(mark).length,
});
network.close();
local.close();
rmSync(secret, { recursive: true });

async function judge(name: string, body: string, statuses: readonly string[]): Promise<void> {
  const started = performance.now();
  const { verdict } = await fixture.askFiles(filesWith(body));
  const seconds = (performance.now() - started) / 1000;
  const survivors = await survivorsAfter(GRACE_MILLISECONDS);
  print({ name, status: verdict.status, reason: verdict.reason, statuses, seconds, survivors });
}

/** A judgement does not wait for its sandbox to end: what is still there some time later has survived. */
async function survivorsAfter(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const survivors = processesMarked(mark).length;
    if (survivors === 0 || performance.now() > end) return survivors;
    await sleep(20);
  }
}

function filesWith(body: string): { readonly [path: string]: string } {
  const attack = `${IMPORTS}\ndef attack():\n${body.replaceAll(/^/gm, '    ')}\n`;
  const program = `${attack}print(attack())\n`;
  switch (kind) {
    case 'node':
      return {
        'attack.py': program,
        'candidate.ts': `
          import { execFileSync } from 'node:child_process';
          import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
          export const answer = () => execFileSync('/usr/bin/python3', ['-S', join(import.meta.dirname, 'attack.py')],
            { encoding: 'utf8', maxBuffer: 1e9 });`,
      };
    case 'python':
      return { 'candidate.py': `${attack}def answer(question):\n    return attack()\n` };
    case 'command':
      return { 'candidate.py': program };
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
