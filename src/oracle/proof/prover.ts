import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import type { ProofProblem } from './problem.ts';
import { checkProblem } from './problem.ts';
import type { ProofResult } from './prove.ts';
import type { ProverMessage, ProverReply } from './prover-process.ts';

const PROGRAM = join(import.meta.dirname, `prover-process${extname(import.meta.filename)}`);
const HEAP_MEGABYTES = 512;
const LONGEST_STDERR = 4096;

/** Longest text of a function that is looked at, in characters. */
const LONGEST_TEXT = 64 * 1024;

export interface Prover {
  /**
   * Proves that both functions have the same result, or finds an input on which they differ. One problem at a time;
   * others wait.
   *
   * @param seconds after which it is given up as `unknown`
   * @throws FulcrumError `FULCRUM_E_PROOF_INVALID` for a problem that makes no sense, `_SOLVER_MISSING` when z3 is not
   *   installed, `_FAULT` when solver and evaluation contradict each other, or the prover does not start
   */
  readonly prove: (problem: ProofProblem, seconds: number) => Promise<ProofResult>;
  /** Returns when its process is gone. */
  readonly close: () => Promise<void>;
}

/** A prover in a process of its own, which is started with the first problem and kept for the next. */
export function createProver(): Prover {
  let child: Child | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  async function answer(problem: ProofProblem, seconds: number): Promise<ProofResult> {
    child ??= start();
    const asked = child;
    const reply = await replyOf(asked, problem, seconds);
    if (reply.kind !== 'gone') return resultIn(reply);
    child = null;
    await end(asked.process);
    if (reply.fault) throw proverFault(reply.reason);
    return { kind: 'unknown', about: 'solver', reason: reply.reason };
  }

  return {
    prove: async (problem, seconds) => {
      checkProblem(problem);
      for (const about of ['reference', 'candidate'] as const)
        if (problem[about].text.length > LONGEST_TEXT)
          return { kind: 'unknown', about, reason: `its text is longer than ${LONGEST_TEXT} characters` };
      const turn = tail.then(() => answer(problem, seconds));
      tail = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      const last = child;
      child = null;
      if (last !== null) await end(last.process);
    },
  };
}

interface Child {
  readonly process: ChildProcess;
  /** It has loaded; whatever ends it from now on is what it was asked. */
  ready: boolean;
  /** The last of what it wrote to its standard error. */
  stderr: string;
}

function start(): Child {
  const child = fork(PROGRAM, [], {
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Whoever waits for a reply is told; an idle prover keeps nobody from ending.
  child.on('error', () => undefined);
  child.unref();
  child.channel?.unref();
  const started: Child = { process: child, ready: false, stderr: '' };
  child.once('message', () => (started.ready = true));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    started.stderr = (started.stderr + text).slice(-LONGEST_STDERR);
  });
  (child.stderr as Socket).unref();
  return started;
}

/** There is no reply; by a fault of the prover, or because the problem is too much for it. */
interface Gone {
  readonly kind: 'gone';
  readonly reason: string;
  readonly fault: boolean;
}

function replyOf(child: Child, problem: ProofProblem, seconds: number): Promise<ProverReply | Gone> {
  const { process } = child;
  const { promise, resolve } = Promise.withResolvers<ProverReply | Gone>();
  const gone = (reason: string, fault: boolean): void => resolve({ kind: 'gone', reason, fault });
  const onMessage = (message: unknown): void => {
    const reply = message as ProverMessage;
    if (reply.kind !== 'ready') resolve(reply);
  };
  // Only at `close` all that it wrote has been read.
  const onClose = (code: number | null, signal: string | null): void => {
    const words = lastWords(child.stderr);
    const ended = `the prover ended with ${signal ?? `code ${code}`}`;
    if (!child.ready) gone(`${ended}: ${child.stderr.trim()}`, true);
    else gone(words === null ? ended : `${ended}: ${words}`, false);
  };
  const timer = setTimeout(() => gone(`no answer within ${seconds} s`, false), seconds * 1000);
  process.on('message', onMessage);
  process.on('close', onClose);
  process.channel?.ref();
  process.send(problem, (error) => {
    // One that is about to end says why when it closes.
    if (error !== null && hasEnded(process)) onClose(process.exitCode, process.signalCode);
  });
  return promise.finally(() => {
    clearTimeout(timer);
    process.off('message', onMessage);
    process.off('close', onClose);
    process.channel?.unref();
  });
}

/** The error that ended a process, without what differs from run to run or from machine to machine; null for none. */
export function lastWords(stderr: string): string | null {
  return /^(?:FATAL ERROR|\w*Error): [^/\n]{1,200}$/m.exec(stderr)?.[0] ?? null;
}

function resultIn(reply: ProverReply): ProofResult {
  switch (reply.kind) {
    case 'result':
      return reply.result;
    case 'no-solver':
      throw solverMissing(reply.message);
    case 'fault':
      throw proverFault(reply.message);
  }
}

function proverFault(message: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_PROOF_FAULT',
    domain: 'oracle',
    what: `The prover failed: ${message}`,
    where: 'src/oracle/proof',
    mend: 'Report it with both functions; judge without the proof until then',
  });
}

/** @throws FulcrumError `FULCRUM_E_PROOF_SOLVER_MISSING` when no proof could be made, before one is asked for */
export function requireSolver(where: string): void {
  try {
    createRequire(import.meta.url).resolve('z3-solver');
  } catch {
    throw solverMissing(where);
  }
}

function solverMissing(where: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_PROOF_SOLVER_MISSING',
    domain: 'oracle',
    what: 'The solver that proofs need is not installed',
    where,
    mend: 'Run `npm install z3-solver`',
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.ref();
  child.kill('SIGKILL');
  await promise;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
