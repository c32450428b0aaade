import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunEvent } from '../../src/kernel/event.ts';
import { readLedger } from '../../src/ledger/sqlite-ledger.ts';
import { carryOut } from '../../src/surfaces/cli/command-line.ts';
import { makeFolder } from './made-folders.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/fulcrum');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when standard output holds the text. */
  readonly said: (text: string) => Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts the real program, in a folder of the test's own. */
export function startFulcrum(parameters: readonly string[], directory: string): Started {
  const child = spawn(PROGRAM, parameters, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const spoken = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    spoken.stdout += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk: Buffer) => (spoken.stderr += chunk.toString()));
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, ...spoken })));
  const said = (text: string): Promise<void> =>
    new Promise((done, failed) => {
      const check = (): void => {
        if (spoken.stdout.includes(text)) done();
      };
      listeners.add(check);
      void ended.then((end) =>
        failed(new Error(`ended with ${end.code} before saying "${text}": ${end.stderr}`)),
      );
      check();
    });
  return { child, said, ended };
}

/** Runs the real program to its end. */
export function fulcrum(parameters: readonly string[], directory: string): Promise<Ended> {
  return startFulcrum(parameters, directory).ended;
}

/**
 * The same in this process, for commands that only read and for what is refused before anything runs: starting a program
 * costs more than they do. One at a time, for a process has one working directory.
 */
export function fulcrumHere(parameters: readonly string[], directory: string): Promise<Ended> {
  const ended = turn.then(async () => {
    const spoken = { stdout: '', stderr: '' };
    const before = process.cwd();
    process.chdir(directory);
    try {
      const code = await carryOut(parameters, {
        stdout: { write: (text) => (spoken.stdout += text) },
        stderr: { write: (text) => (spoken.stderr += text) },
      });
      return { code, ...spoken };
    } finally {
      process.chdir(before);
    }
  });
  turn = ended.catch(() => undefined);
  return ended;
}

let turn: Promise<unknown> = Promise.resolve();

/** The values of an NDJSON output; throws when a line is not JSON, so that a dirty stdout fails the test. */
export function jsonLines(text: string): readonly { readonly [key: string]: unknown }[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { [key: string]: unknown });
}

/** What was recorded of a run in the folder of its task. */
export function eventsOf(directory: string, name = 'main'): readonly RunEvent[] {
  const ledger = readLedger(join(directory, '.fulcrum', name));
  try {
    return [...ledger.entries()].map(({ event }) => event);
  } finally {
    ledger.close();
  }
}

/** Asks again and again for half a minute, and throws when it never holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    if (await holds()) return;
    await new Promise((resolved) => setTimeout(resolved, 50));
  }
  throw new Error('it never held');
}

export const TINY_TASK = `name: tiny
workspace: { editable: [double.ts] }
subject: { kind: node, module: double.ts, export: double }
oracle: { module: oracle.ts }
objective: { metric: error, slice: known, direction: minimize }
slices: { visible: [known], heldOut: [{ name: unseen, metric: error, tolerance: 0 }] }
strategy: { kind: evolve }
budget: { evaluations: 40 }
seed: 1
pipeline: 4
`;

export const TINY_ORACLE = `import { defineOracle } from 'fulcrum';
const check = (name, slice, visibility) => ({
  name, slice, visibility,
  run: async ({ subject, random }) => {
    let error = 0;
    for (let question = 0; question < 10; question += 1) {
      const input = random.below(1000);
      const answer = await subject.ask(input);
      if (answer.kind === 'threw' || typeof answer.value !== 'number') return { status: 'fail', reason: 'no number' };
      error += Math.abs(answer.value - 2 * input);
    }
    return { status: 'pass', metrics: { error } };
  },
});
export default defineOracle({ checks: [check('known', 'known', 'visible'), check('unseen', 'unseen', 'held-out')] });
`;

export const TINY_SOURCE = `/** Doubles, nearly. */
export function double(input: number): number {
  return input + input * 0.5 + 3;
}
`;

/** A task in a new folder, with files replaced, added, or left out where null. */
export function tinyTask(changes: { readonly [path: string]: string | null } = {}): string {
  const directory = makeFolder('fulcrum-tiny-');
  const files = {
    'fulcrum.yaml': TINY_TASK,
    'oracle.ts': TINY_ORACLE,
    'workspace/double.ts': TINY_SOURCE,
    ...changes,
  };
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}
