import type { Json } from '../../kernel/json.ts';
import type { CommandSubjectSource } from '../../kernel/task.ts';
import type { CommandRun } from '../define.ts';
import type { SubjectDriver } from './driver.ts';
import { INSIDE, candidateMount, nodeMount } from './inside.ts';
import { readPlain, writePlain } from './plain-data.ts';
import type { Exchange } from './session.ts';

/** Candidates that are a program, started once a question. */
export function commandDriver(source: CommandSubjectSource): SubjectDriver {
  return {
    files: ['command-runner.sh'],
    program: (files, candidate, inside = INSIDE) => ({
      mounts: [
        nodeMount(inside),
        { host: files.drivers, inside: inside.drivers },
        candidateMount(files, candidate, inside),
      ],
      command: [
        '/bin/sh',
        `${inside.drivers}/command-runner.sh`,
        // Where nothing is isolated, the path above is another one, and this text is not.
        `in=${inside.drivers}`,
        inside.candidates,
        inside.node,
        ...source.argv,
      ],
      environment: { TZ: 'UTC', PYTHONHASHSEED: '0' },
    }),
    loadPayload: (directory) => directory,
    translation: {
      question: (payload) => {
        const text = standardInput(readPlain(payload) as readonly Json[], source.input);
        return `${Buffer.byteLength(text)}\n${text}`;
      },
      answer: (exchange) => (exchange.kind === 'value' ? readRun(exchange.payload, source.output) : exchange),
    },
  };
}

/** @throws TypeError when the oracle asks what cannot be put on standard input */
function standardInput(args: readonly Json[], input: CommandSubjectSource['input']): string {
  const [question] = args;
  if (args.length !== 1 || question === undefined)
    throw new TypeError(`a command takes one argument a question, not ${args.length}`);
  switch (input) {
    case 'json':
      return `${jsonLine(question)}\n`;
    case 'text':
      if (typeof question !== 'string') throw new TypeError('a question to a command must be a text');
      return question;
  }
}

function jsonLine(value: Json): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0)))
      throw new TypeError(`a question to a command cannot hold ${Object.is(item, -0) ? '-0' : item}`);
    return item;
  });
}

/** What the runner sent, as the answer that checks see. */
function readRun(payload: string, output: CommandSubjectSource['output']): Exchange {
  const run = parseRun(payload);
  if (run === null) return refused('the program that starts it was tampered with');
  const stderr = decode(run.stderr);
  const printed = decode(run.stdout);
  switch (output) {
    case 'text':
      return answered({ exitCode: run.exitCode, stdout: printed, stderr });
    case 'json': {
      let stdout: Json;
      try {
        stdout = JSON.parse(printed) as Json;
      } catch (error) {
        const message = `it printed no JSON (exit code ${run.exitCode}): ${(error as Error).message}`;
        return { kind: 'threw', payload: writePlain(message) };
      }
      return answered({ exitCode: run.exitCode, stdout, stderr });
    }
  }
}

function answered(run: CommandRun): Exchange {
  try {
    return { kind: 'value', payload: writePlain(run) };
  } catch (error) {
    return { kind: 'unfit', payload: writePlain((error as Error).message) };
  }
}

function parseRun(payload: string): (CommandRun & { readonly stdout: string }) | null {
  let run: unknown;
  try {
    run = JSON.parse(payload);
  } catch {
    return null;
  }
  if (typeof run !== 'object' || run === null) return null;
  const { exitCode, stdout, stderr } = run as { readonly [field: string]: unknown };
  if (!Number.isInteger(exitCode) || typeof stdout !== 'string' || typeof stderr !== 'string') return null;
  return { exitCode: exitCode as number, stdout, stderr };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function refused(reason: string): Exchange {
  return { kind: 'ended', status: 'refused', reason, fault: null, exit: null };
}
