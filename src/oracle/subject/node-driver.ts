/*
 * The only code of ours inside a sandbox. It loads candidates and answers one question after the other on descriptor 3,
 * which blocks: between questions nothing of a candidate runs. Candidates share its process: what it uses later is
 * captured here, before the first of them is loaded, so that one which changes a prototype spoils its own answers and
 * not the channel. It vouches for nothing; the oracle judges.
 */
import { readPlain, writePlain } from './plain-data.ts';

// Not by import: for that Node reads every property of a module, and so loads what lies behind all of them.
const { readFileSync, readSync, writeSync } = process.getBuiltinModule('node:fs');
const { registerHooks } = process.getBuiltinModule('node:module');
const { fileURLToPath, pathToFileURL } = process.getBuiltinModule('node:url');

interface LoadQuestion {
  /** Below the folder the driver was started with; empty for that folder itself. */
  readonly directory: string;
  readonly module: string;
  readonly export: string;
}

type Answerer = (...args: readonly unknown[]) => unknown;

const CHANNEL = 3;
const NEWLINE = 10;
const LONGEST_MESSAGE = 500;
const root = process.argv[2]!;

const invoke = <Target, Args extends readonly unknown[], Result>(
  method: (this: Target, ...args: Args) => Result,
): ((target: Target, ...args: Args) => Result) => Function.prototype.call.bind(method);

const { apply } = Reflect;
const { from: bytesOf, allocUnsafe } = Buffer;
const text = String;
const indexOf = invoke(String.prototype.indexOf);
const slice = invoke(String.prototype.slice);
const replaceAll = invoke(String.prototype.replaceAll as (pattern: string, replacement: string) => string);
const endsWith = invoke(String.prototype.endsWith);
const decode = invoke(Buffer.prototype.toString as (encoding: 'utf8', start: number, end: number) => string);
const copy = invoke(Buffer.prototype.copy);

let current: Answerer | null = null;
let currentDirectory = '';

registerHooks({
  load: (url, context, next) => {
    if (!endsWith(url, '.ts') && !endsWith(url, '.mts')) return next(url, context);
    return { format: 'module', source: readFileSync(fileURLToPath(url)), shortCircuit: true };
  },
});

for (let line = readLine(); line !== null; line = readLine()) writeLine(await replyTo(line));

/** The next question, or null when the oracle is gone. There is never more than one line under way. */
function readLine(): string | null {
  let bytes = allocUnsafe(1 << 16);
  let length = 0;
  for (;;) {
    const count = readSync(CHANNEL, bytes, length, bytes.length - length, null);
    if (count === 0) return null;
    length += count;
    if (bytes[length - 1] === NEWLINE) return decode(bytes, 'utf8', 0, length - 1);
    if (length < bytes.length) continue;
    const larger = allocUnsafe(bytes.length * 2);
    copy(bytes, larger, 0, 0, length);
    bytes = larger;
  }
}

function writeLine(line: string): void {
  const bytes = bytesOf(`${line}\n`, 'utf8');
  for (let sent = 0; sent < bytes.length;) sent += writeSync(CHANNEL, bytes, sent, bytes.length - sent);
}

async function replyTo(line: string): Promise<string> {
  const first = indexOf(line, ' ');
  const second = indexOf(line, ' ', first + 1);
  const nonce = slice(line, 0, first);
  const reply = await answer(slice(line, first + 1, second), slice(line, second + 1));
  return `${nonce} ${reply}`;
}

async function answer(kind: string, payload: string): Promise<string> {
  let value: unknown;
  try {
    if (kind === 'ping') return 'done null';
    if (kind === 'load') {
      await load(readPlain(payload) as unknown as LoadQuestion);
      return 'done null';
    }
    value = await apply(current!, undefined, readPlain(payload) as unknown as unknown[]);
  } catch (error) {
    return `threw ${writePlain(messageOf(error))}`;
  }
  try {
    return `value ${writePlain(value)}`;
  } catch (error) {
    return `unfit ${writePlain(messageOf(error))}`;
  }
}

async function load(question: LoadQuestion): Promise<void> {
  current = null;
  currentDirectory = question.directory === '' ? root : `${root}/${question.directory}`;
  const namespace = await import(pathToFileURL(`${currentDirectory}/${question.module}`).href);
  const found: unknown = namespace[question.export];
  if (typeof found !== 'function')
    throw new Error(`${question.module} exports no function "${question.export}"`);
  current = found as Answerer;
}

/** What was thrown, without the folder the candidate happens to lie in: the same candidate reads the same everywhere. */
function messageOf(thrown: unknown): string {
  try {
    const message = text(thrown);
    const bare = replaceAll(
      replaceAll(message, `file://${currentDirectory}/`, ''),
      `${currentDirectory}/`,
      '',
    );
    return slice(bare, 0, LONGEST_MESSAGE);
  } catch {
    return 'something that has no text form';
  }
}
