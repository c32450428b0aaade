import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FulcrumError } from '../../kernel/errors.ts';
import { oracleFault } from '../fault.ts';
import type { Plain } from '../subject/plain-data.ts';
import { readPlain, writePlain } from '../subject/plain-data.ts';

const SETPRIV = '/usr/bin/setpriv';
const PRINTED_KEPT = 4096;

/** One message of an oracle program: an object with a `type`. */
export type Message = { readonly type: string; readonly [field: string]: Plain };

/** An oracle program in any language, which reads and writes one message a line. It ends with this process. */
export interface OracleProgram {
  readonly name: string;
  readonly send: (message: Message) => void;
  /**
   * The next message.
   *
   * @throws FulcrumError `FULCRUM_E_ORACLE_EXITED` when the program has ended, `_INVALID` when a line is no message
   */
  readonly receive: () => Promise<Message>;
  /** Rejects with the same error once the program has ended. */
  readonly ended: Promise<never>;
  /** Returns when it is gone. */
  readonly close: () => Promise<void>;
}

/** Starts a program in the current folder, with the helper module of this folder where Python looks for modules. */
export function startProgram(command: readonly string[]): OracleProgram {
  const name = command.join(' ');
  const child = spawnProgram(command);
  const printed = lastPrinted(child);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const ended = Promise.withResolvers<never>();
  // Whoever waits for a message is told; nobody has to.
  ended.promise.catch(() => undefined);
  const exited = (how: string): FulcrumError =>
    oracleFault('EXITED', `The oracle's program ${how}${printed()}`, name);
  child.once('error', (error) => ended.reject(exited(`cannot be started: ${error.message}`)));
  child.once('close', (code, signal) => ended.reject(exited(`ended with ${signal ?? `code ${code}`}`)));
  // A program that has ended is told of where its next message is waited for.
  child.stdin!.on('error', () => undefined);

  return {
    name,
    ended: ended.promise,
    close: async () => {
      child.kill('SIGKILL');
      await ended.promise.catch(() => undefined);
    },
    send: (message) => void child.stdin!.write(`${writePlain(message)}\n`),
    receive: async () => {
      const line = await Promise.race([lines.next(), ended.promise]);
      if (line.done === true) return ended.promise;
      const message = parse(line.value);
      if (message !== null) return message;
      const start = JSON.stringify(line.value.slice(0, 200));
      throw oracleFault('INVALID', `The oracle's program wrote a line that is no message: ${start}`, name);
    },
  };
}

function spawnProgram(command: readonly string[]): ChildProcess {
  const bound = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;
  return spawn(bound[0]!, bound.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe', 'ignore'],
    // Sets of texts are walked in the same order every time, and what is printed is not lost at the end.
    env: {
      ...process.env,
      PYTHONPATH: import.meta.dirname,
      PYTHONHASHSEED: '0',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
    },
  });
}

/** What the program printed on standard error last, to be shown when it fails. */
function lastPrinted(child: ChildProcess): () => string {
  let text = '';
  child.stderr!.setEncoding('utf8');
  child.stderr!.on('data', (chunk: string) => {
    text = (text + chunk).slice(-PRINTED_KEPT);
  });
  return () => (text.trim() === '' ? '' : `; it printed: ${text.trim()}`);
}

function parse(line: string): Message | null {
  try {
    const value = readPlain(line);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

function isMessage(value: Plain): value is Message {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { readonly type?: unknown }).type === 'string'
  );
}
