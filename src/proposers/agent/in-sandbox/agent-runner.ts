/*
 * Starts an agent inside its sandbox, passes its lines on to the host over descriptor 3 and the host's to its standard
 * input, leads what it connects to out through the one socket there is, and when the agent is to end, kills all that it
 * started and tells which files differ from what it was given. The agent shares its user and could turn it: nothing it
 * sends is believed outside, and it holds nothing that the agent may not have.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';
import { constants as osConstants } from 'node:os';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
// Types alone: this folder is all of ours that the sandbox shows.
import type { Difference, RunnerOrder, RunnerStart } from '../runner-protocol.ts';
import { differencesIn, readPiece } from './workspace-differences.ts';

type Agent = ChildProcessByStdio<Writable, Readable, Readable>;

const RUNNER_FOLDER = '/fulcrum/runner/';
const CHANNEL = 3;
const NEWLINE = 10;
/** What a shell adds to the number of the signal that ended a program. */
const FROM_SIGNAL = 128;
const KEPT_ERROR_BYTES = 4096;
/** A longer line is no message of an agent; its beginning goes on, marked. */
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;
const MOST_DIFFERENCES = 200_000;
const DIFFERENCES_A_MESSAGE = 500;
/** Time for what was printed last to arrive, where a process holds the pipe. */
const DRAIN_MILLISECONDS = 1000;
const KILL_ROUNDS = 200;

// Outside a sandbox the kill at the end would hit whatever this user runs.
if (!process.argv[1]!.startsWith(RUNNER_FOLDER) || process.ppid !== 1) process.exit(126);

const channel = new Socket({ fd: CHANNEL });
let child: Agent | null = null;
let started: RunnerStart | null = null;
let stopped = false;

let rest = '';
channel.setEncoding('utf8');
channel.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop()!;
  for (const line of lines) obey(JSON.parse(line) as RunnerOrder);
});
channel.on('end', () => process.exit(0));

function obey(order: RunnerOrder): void {
  switch (order.type) {
    case 'start':
      return void start(order);
    case 'reply':
      child?.stdin.write(`${order.text}\n`);
      return;
    case 'stop':
      stopped = true;
      return endAll();
    case 'list':
      return list(started!);
    case 'read':
      return void send({ type: 'piece', base64: readPiece(started!.workspace, order) });
  }
}

function send(message: object): boolean {
  return channel.write(`${JSON.stringify(message)}\n`);
}

async function start(order: RunnerStart): Promise<void> {
  started = order;
  cpSync(order.tree, order.workspace, { recursive: true, verbatimSymlinks: true });
  mkdirSync(order.home, { recursive: true });
  for (const [path, text] of Object.entries(order.files)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (order.way !== null) await openWay(order.way);
  if (stopped) send({ type: 'ended', code: null, fault: 'it was stopped before it started', stderr: '' });
  else startAgent(order);
}

function openWay({ port, socket }: NonNullable<RunnerStart['way']>): Promise<void> {
  const server = createServer((inside) => {
    const outside = connect(socket);
    const end = (): void => {
      inside.destroy();
      outside.destroy();
    };
    inside.on('error', end).on('close', end);
    outside.on('error', end).on('close', end);
    inside.pipe(outside);
    outside.pipe(inside);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function startAgent({ argv, environment, workspace, input, closesInput }: RunnerStart): void {
  const [program, ...words] = argv as readonly [string, ...string[]];
  // Nothing on the channel's number: it would be passed on as it is.
  const agent = spawn(program, words, {
    cwd: workspace,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'ignore'],
    detached: true,
  }) as Agent;
  child = agent;
  let errors = Buffer.alloc(0);
  agent.stderr.on('data', (chunk: Buffer) => {
    errors = Buffer.from(Buffer.concat([errors, chunk]).subarray(-KEPT_ERROR_BYTES));
  });
  // It may end before it has read its input.
  agent.stdin.on('error', () => undefined);
  for (const line of input) agent.stdin.write(`${line}\n`);
  if (closesInput) agent.stdin.end();
  relayLines(agent.stdout);

  let reported = false;
  const report = (exit: { readonly code: number | null; readonly fault: string | null }): void => {
    if (reported) return;
    reported = true;
    send({ type: 'ended', ...exit, stderr: errors.toString('utf8') });
  };
  agent.once('error', ({ message }) => report({ code: null, fault: message }));
  agent.once('exit', (code, signal) => {
    const exit = { code: code ?? FROM_SIGNAL + osConstants.signals[signal!], fault: null };
    // What it left running writes no more, and lets go of its output.
    endAll();
    agent.once('close', () => report(exit));
    setTimeout(() => report(exit), DRAIN_MILLISECONDS);
  });
}

/** Sends whole lines; what the host does not take yet is left in the pipe. */
function relayLines(stdout: Readable): void {
  let chunks: Buffer[] = [];
  let held = 0;
  const flush = (end: Buffer): void => {
    const bytes = Buffer.concat([...chunks, end]);
    const text = bytes.toString('utf8', 0, LONGEST_LINE_BYTES);
    const cut = held + end.length > LONGEST_LINE_BYTES;
    chunks = [];
    held = 0;
    if (send({ type: 'line', text, cut }) || stdout.isPaused()) return;
    stdout.pause();
    channel.once('drain', () => stdout.resume());
  };
  stdout.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      flush(chunk.subarray(from, end));
      from = end + 1;
    }
    const left = chunk.subarray(from);
    if (held <= LONGEST_LINE_BYTES) chunks.push(left);
    held += left.length;
  });
  stdout.on('end', () => {
    if (held > 0) flush(Buffer.alloc(0));
  });
}

/** Kills everything in the sandbox but its first process and this one. */
function endAll(): void {
  for (let round = 0; round < KILL_ROUNDS && othersRun(); round += 1) {
    try {
      process.kill(-1, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function othersRun(): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name) || name === '1' || Number(name) === process.pid) return false;
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'latin1');
      return !/^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2));
    } catch {
      return false;
    }
  });
}

/** Answers with the differences in several messages, and how they ended. */
function list({ tree, workspace }: RunnerStart): void {
  const found: Difference[] = [];
  let total = 0;
  const flush = (): void => {
    if (found.length > 0) send({ type: 'differences', differences: found.splice(0) });
  };
  for (const difference of differencesIn(tree, workspace)) {
    total += 1;
    if (total > MOST_DIFFERENCES) break;
    found.push(difference);
    if (found.length === DIFFERENCES_A_MESSAGE) flush();
  }
  flush();
  send({ type: 'listed', complete: total <= MOST_DIFFERENCES });
}
