import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { extname, join } from 'node:path';
import type { Attestation } from '../kernel/attestation.ts';
import { FulcrumError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import { readJsonLines, writeJsonLine } from '../sandbox/json-lines.ts';
import { oracleFault } from './fault.ts';
import type {
  CheckFacts,
  FailureTask,
  JudgementTask,
  NamedChecks,
  OracleReport,
  OracleRequest,
  OracleSetup,
} from './messages.ts';
import type { JudgementResult } from './judgement.ts';

const SETPRIV = '/usr/bin/setpriv';
const CLOSE_MILLISECONDS = 10_000;
const PRINTED_KEPT = 4096;

/** The controller's end of one oracle process. It does one thing at a time. */
export interface OracleClient {
  readonly checks: readonly CheckFacts[];
  /** What it signs verdicts with and for; null when it does not. */
  readonly attestation: Attestation | null;
  /** False once it has failed in a way that nothing can be asked of it any more. */
  readonly alive: () => boolean;
  readonly judge: (task: JudgementTask, signal: AbortSignal) => Promise<JudgementResult>;
  /** Has a candidate's failure to be judged at all signed; what to observe beside it. */
  readonly signFailure: (task: FailureTask, signal: AbortSignal) => Promise<JsonObject>;
  readonly probe: (inputs: string, signal: AbortSignal) => Promise<readonly NamedChecks[]>;
  readonly retire: (batch: string) => void;
  /** Returns when the process and its sandboxes are gone. */
  readonly close: () => Promise<void>;
}

type Result = Extract<OracleReport, { type: 'judged' | 'probed' | 'signed' }>;

type Ready = Extract<OracleReport, { type: 'ready' }>;

/**
 * Starts one oracle process and waits until it has loaded the oracle.
 *
 * @param patienceSeconds time in which a start or a judgement must come to its end; after it the process is killed. A
 *   judgement gets what its checks ask for besides
 * @throws FulcrumError `FULCRUM_E_ORACLE_INVALID`, `_HUNG`, `_EXITED` or `_THREW`, from here and from every method
 */
export async function startOracleClient(
  setup: OracleSetup,
  options: { readonly directory: string; readonly patienceSeconds: number },
): Promise<OracleClient> {
  const child = spawnOracle(options.directory);
  const channel = child.stdio[3] as Socket;
  const printed = lastPrinted(child);
  const ready = Promise.withResolvers<Ready>();
  const pending = new Map<number, PromiseWithResolvers<Result>>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let failure: FulcrumError | null = null;
  let check: string | null = null;
  let count = 0;

  const where = (): string => (check === null ? setup.module : `check "${check}"`);

  const breakDown = (error: FulcrumError): void => {
    failure ??= error;
    child.kill('SIGKILL');
    ready.reject(failure);
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
  };

  const settle = (id: number, how: (request: PromiseWithResolvers<Result>) => void): void => {
    const request = pending.get(id);
    if (request === undefined) return breakDown(garbled(where()));
    pending.delete(id);
    check = null;
    how(request);
  };

  const onReport = (message: OracleReport): void => {
    switch (message.type) {
      case 'ready':
        return ready.resolve(message);
      case 'entering':
        check = message.check;
        return;
      case 'judged':
      case 'probed':
      case 'signed':
        return settle(message.id, ({ resolve }) => resolve(message));
      case 'failed': {
        const error = new FulcrumError(message.facts);
        return message.id === null ? breakDown(error) : settle(message.id, ({ reject }) => reject(error));
      }
      default:
        return breakDown(garbled(where()));
    }
  };

  readJsonLines(channel, (value) => {
    if (isReport(value)) onReport(value);
    else breakDown(garbled(where()));
    return failure === null;
  });
  channel.on('error', () => channel.destroy());
  child.on('error', (error) =>
    breakDown(oracleFault('EXITED', `The oracle's process cannot start: ${error.message}`, where(), error)),
  );
  channel.on('close', () => {
    // Either the process is ending, which says so itself, or it has sent what is no report.
    setTimeout(() => breakDown(garbled(where())), 200).unref();
  });
  child.once('exit', (code, signal) => {
    const how = signal ?? `code ${code}`;
    breakDown(oracleFault('EXITED', `The oracle's process ended with ${how}${printed()}`, where()));
  });

  const patiently = async <Value>(seconds: number, work: Promise<Value>): Promise<Value> => {
    const timer = setTimeout(() => {
      breakDown(oracleFault('HUNG', `The oracle did not come to an end within ${seconds} s`, where()));
    }, seconds * 1000);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  };

  const request = async (message: (id: number) => OracleRequest, signal: AbortSignal): Promise<Result> => {
    signal.throwIfAborted();
    if (failure !== null) throw failure;
    count += 1;
    const id = count;
    const reply = Promise.withResolvers<Result>();
    pending.set(id, reply);
    const onAbort = (): void => writeJsonLine(channel, { type: 'cancel', id } satisfies OracleRequest);
    signal.addEventListener('abort', onAbort);
    writeJsonLine(channel, message(id));
    const result = await patiently(options.patienceSeconds + further(), reply.promise).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
    // A judgement that was called off comes to an end like any other; what it found means nothing.
    signal.throwIfAborted();
    return result;
  };

  /** Seconds that checks ask for beside the candidate's own. */
  const further = (): number => checks.reduce((sum, { seconds }) => sum + seconds, 0);

  writeJsonLine(channel, { type: 'start', ...setup } satisfies OracleRequest);
  const { checks, attestation } = await patiently(options.patienceSeconds, ready.promise).catch(
    async (error: unknown) => {
      child.kill('SIGKILL');
      await gone;
      throw error;
    },
  );

  return {
    checks,
    attestation,
    alive: () => failure === null,
    judge: async (task, signal) => {
      const result = await request((id) => ({ type: 'judge', id, ...task }), signal);
      if (result.type !== 'judged') throw garbled(where());
      return { checks: result.checks, observed: result.observed };
    },
    signFailure: async (task, signal) => {
      const result = await request((id) => ({ type: 'sign-failure', id, ...task }), signal);
      if (result.type !== 'signed') throw garbled(where());
      return result.observed;
    },
    probe: async (inputs, signal) => {
      const result = await request((id) => ({ type: 'probe', id, inputs }), signal);
      if (result.type !== 'probed') throw garbled(where());
      return result.results;
    },
    retire: (batch) => writeJsonLine(channel, { type: 'retire', batch } satisfies OracleRequest),
    close: async () => {
      failure ??= oracleFault('EXITED', 'The judge was closed', setup.module);
      writeJsonLine(channel, { type: 'close' } satisfies OracleRequest);
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MILLISECONDS);
      if (child.exitCode === null && child.signalCode === null) await gone;
      clearTimeout(timer);
    },
  };
}

function spawnOracle(directory: string): ChildProcess {
  const script = join(import.meta.dirname, `oracle-process${extname(import.meta.filename)}`);
  const command = [process.execPath, '--no-warnings', script];
  const bound = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;
  const { PATH = '/usr/local/bin:/usr/bin:/bin', HOME = '/', TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const given = Object.entries({ TMPDIR, NODE_COMPILE_CACHE }).filter(([, value]) => value !== undefined);
  return spawn(bound[0]!, bound.slice(1), {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    // Little and always the same, so that verdicts do not depend on who started the run.
    env: { PATH, HOME, LANG: 'C.UTF-8', TZ: 'UTC', ...Object.fromEntries(given) },
  });
}

/** What the oracle printed last, to be shown when it fails. */
function lastPrinted(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text = (text + chunk).slice(-PRINTED_KEPT);
    });
  }
  return () => (text.trim() === '' ? '' : `; it printed: ${text.trim()}`);
}

function isReport(value: unknown): value is OracleReport {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function garbled(where: string): FulcrumError {
  return oracleFault(
    'INVALID',
    'The oracle wrote to the channel between its process and the controller',
    where,
  );
}
