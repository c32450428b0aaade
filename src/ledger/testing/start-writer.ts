import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A process of its own that locks a run and appends to it. */
export interface Writer {
  /** Resolves at the first output line for which this is true; rejects when the process ends before. */
  readonly until: (accept: (line: string) => boolean) => Promise<void>;
  /** Kills it as the kernel would, and returns the last sequence it acknowledged; 0 before the first. */
  readonly kill: () => Promise<number>;
}

const PROGRAM = fileURLToPath(import.meta.resolve('./writing-process.ts'));

export function startWriter(directory: string, count: number): Writer {
  const child = spawn(process.execPath, [PROGRAM, directory, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    until: (accept) => lineOf(child, () => output, accept),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      const complete = output.slice(0, output.lastIndexOf('\n') + 1);
      return Math.max(0, ...complete.split('\n').map(Number).filter(Number.isInteger));
    },
  };
}

function lineOf(child: ChildProcess, output: () => string, accept: (line: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (output().split('\n').slice(0, -1).some(accept)) resolve();
    };
    child.stdout!.on('data', look);
    child.once('close', () => reject(new Error(`the writer ended after: ${output().slice(-200)}`)));
    look();
  });
}
