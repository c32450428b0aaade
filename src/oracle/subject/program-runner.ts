/*
 * Runs one program in a sandbox, in a copy of the candidate that it may write to, and afterwards hands out the files it
 * left, piece by piece, on descriptor 3. Files are read only when everything the program started has been killed. It
 * vouches for nothing: what it sends is checked outside.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  cpSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { constants as osConstants } from 'node:os';
import { dirname, join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';

interface RunQuestion {
  /** Below the folder of the candidates; empty for that folder itself. */
  readonly directory: string;
  readonly argv: readonly string[];
  /** Folder whose files are put over the copy; null for none. */
  readonly overlay?: string | null;
  /** Paths taken away from the copy. */
  readonly removed?: readonly string[];
  /** Symbolic links made in the copy, by their path. */
  readonly links?: { readonly [path: string]: string };
  readonly environment?: { readonly [name: string]: string };
  /** What is captured whole: of the socket that the program has as descriptor 4, or of what it prints. */
  readonly report?:
    | { readonly from: 'descriptor'; readonly nonce: string; readonly bytes: number }
    | { readonly from: 'stdout'; readonly bytes: number }
    | null;
}

type CallQuestion =
  | readonly ['list']
  | readonly ['read', path: string, offset: number, length: number]
  | readonly ['report', offset: number, length: number];

const STDOUT = 1;
const STDERR = 2;
const CHANNEL = 3;
/** Number of the program's descriptor that is captured whole. */
const REPORT_OF = { descriptor: 4, stdout: STDOUT } as const;
/** What a shell adds to the number of the signal that ended a program. */
const FROM_SIGNAL = 128;
/** End of each stream that is sent back; all of it goes on to this program's own, where it is counted. */
const KEPT_BYTES = 4096;
const MOST_ENTRIES = 100_000;
/** Time for what was printed last to arrive, where a process may have survived. */
const DRAIN_MILLISECONDS = 1000;

const root = process.argv[2]!;
const work = join(process.cwd(), 'work');
/** What was captured whole of the program's run. */
let captured: Buffer = Buffer.alloc(0);
/** In a sandbox, and only there, everything else belongs to the candidate. */
const alone = process.argv[1]!.startsWith('/fulcrum/drivers/') && process.ppid === 1;

for (let line = readLine(); line !== null; line = readLine()) {
  const [nonce, kind, payload] = split(line);
  const bytes = Buffer.from(`${nonce} ${await answer(kind, payload)}\n`);
  for (let sent = 0; sent < bytes.length;) sent += writeSync(CHANNEL, bytes, sent);
}

function readLine(): string | null {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(1 << 16);
    const count = readSync(CHANNEL, chunk);
    if (count === 0) return null;
    chunks.push(chunk.subarray(0, count));
    if (chunk[count - 1] === 10) return Buffer.concat(chunks).toString('utf8').slice(0, -1);
  }
}

function split(line: string): readonly [nonce: string, kind: string, payload: string] {
  const first = line.indexOf(' ');
  const second = line.indexOf(' ', first + 1);
  return [line.slice(0, first), line.slice(first + 1, second), line.slice(second + 1)];
}

async function answer(kind: string, payload: string): Promise<string> {
  if (kind === 'ping') return 'done null';
  try {
    const value =
      kind === 'load'
        ? await run(JSON.parse(payload) as RunQuestion)
        : look(JSON.parse(payload) as CallQuestion);
    return `value ${JSON.stringify(value)}`;
  } catch (error) {
    return `threw ${JSON.stringify(String(error).slice(0, 500))}`;
  }
}

async function run(question: RunQuestion): Promise<object> {
  const { directory, argv, environment = {}, report = null, ...changes } = question;
  cpSync(join(root, directory), work, { recursive: true, verbatimSymlinks: true });
  change(changes);
  const [program, ...words] = argv as readonly [string, ...string[]];
  const child = spawn(program, words, {
    cwd: work,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, ...environment },
    // Nothing on the channel's number: it would be passed on as it is.
    stdio: ['ignore', 'pipe', 'pipe', 'ignore', ...(report?.from === 'descriptor' ? ['pipe' as const] : [])],
    detached: true,
  });
  const whole =
    report === null ? null : capture(child.stdio[REPORT_OF[report.from]] as Readable, report.bytes);
  const stdout = report?.from === 'stdout' ? null : forwardTail(child.stdout!, STDOUT);
  const stderr = forwardTail(child.stderr!, STDERR);
  if (report?.from === 'descriptor') {
    const socket = child.stdio[REPORT_OF.descriptor] as Duplex;
    // It may end before it has read the nonce.
    socket.on('error', () => undefined);
    socket.write(`${report.nonce}\n`);
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? FROM_SIGNAL + osConstants.signals[signal!]));
  });
  killRest(child.pid!);
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, DRAIN_MILLISECONDS).unref())]);
  if (whole !== null) captured = whole();
  const ends = { stdout: stdout?.() ?? '', stderr: stderr() };
  return { exitCode, ...ends, reportBytes: captured.length };
}

/** Keeps a stream as it is, and one byte more than is allowed, which says that there was more. */
function capture(stream: Readable, bytes: number): () => Buffer {
  const chunks: Buffer[] = [];
  let room = bytes + 1;
  stream.on('data', (chunk: Buffer) => {
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
  });
  return () => Buffer.concat(chunks);
}

function change({
  overlay = null,
  removed = [],
  links = {},
}: Omit<RunQuestion, 'directory' | 'argv' | 'report'>): void {
  for (const path of removed) rmSync(join(work, path), { recursive: true, force: true });
  if (overlay !== null) cpSync(overlay, work, { recursive: true, verbatimSymlinks: true });
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    rmSync(join(work, path), { recursive: true, force: true });
    symlinkSync(target, join(work, path));
  }
}

function killRest(leader: number): void {
  try {
    process.kill(alone ? -1 : -leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function forwardTail(stream: Readable, target: number): () => string {
  let tail: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    writeSync(target, chunk);
    tail = Buffer.from(Buffer.concat([tail, chunk]).subarray(-KEPT_BYTES));
  });
  return () => tail.toString('utf8');
}

function look(question: CallQuestion): unknown {
  switch (question[0]) {
    case 'list':
      return [...entriesIn('')];
    case 'read':
      return readPart(question[1], question[2], question[3]);
    case 'report':
      return captured.toString('base64', question[1], question[1] + question[2]);
  }
}

/** Path, whether it is a regular file, size, whether it can be executed; links are not followed. */
function* entriesIn(folder: string, count = { entries: 0 }): Generator<[string, boolean, number, boolean]> {
  for (const entry of readdirSync(join(work, folder), { withFileTypes: true })) {
    count.entries += 1;
    if (count.entries > MOST_ENTRIES) throw new Error(`it left more than ${MOST_ENTRIES} files and folders`);
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* entriesIn(path, count);
      continue;
    }
    const { size, mode } = lstatSync(join(work, path));
    yield [path, entry.isFile(), size, (mode & 0o100) !== 0];
  }
}

function readPart(path: string, offset: number, length: number): string {
  // A link or a pipe in the place of a file is an error, not something to wait for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = openSync(join(work, path), flags);
  try {
    if (!fstatSync(file).isFile()) throw new Error(`${path} is no regular file`);
    const bytes = Buffer.alloc(length);
    let count = 0;
    for (let more = 1; more > 0 && count < length; count += more)
      more = readSync(file, bytes, count, length - count, offset + count);
    return bytes.toString('base64', 0, count);
  } finally {
    closeSync(file);
  }
}
