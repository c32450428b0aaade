import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ProposerServices } from '../services.ts';
import type { CommandOptions } from './options.ts';
import type { ProgramRun, RunProgram } from './program-run.ts';
import { ABORTED, KEPT_ERROR_BYTES, SAYS_TOO_MUCH, TAKES_TOO_LONG } from './program-run.ts';

/** What a shell adds to the number of the signal that ended a program. */
const FROM_SIGNAL = 128;

/**
 * Runs the program with nothing around it, in the folder of the task: it can read whatever the user can. What it starts is
 * killed with it unless it leaves its process group.
 */
export function runOnHost(options: CommandOptions, { taskDirectory }: ProposerServices): RunProgram {
  const { argv, limits } = options;
  return (input, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(ABORTED);
      const [program, ...words] = argv as readonly [string, ...string[]];
      const child = spawn(program, words, { cwd: taskDirectory, detached: true });
      const chunks: Buffer[] = [];
      let bytes = 0;
      let errors = Buffer.alloc(0);
      let early: ProgramRun | null = null;

      const end = (run: ProgramRun): void => {
        early ??= run;
        killGroup(child.pid);
      };
      const onAbort = (): void => end(ABORTED);
      const timer = setTimeout(() => end(TAKES_TOO_LONG(limits.seconds)), limits.seconds * 1000);
      signal.addEventListener('abort', onAbort);
      const finish = (run: ProgramRun): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        killGroup(child.pid);
        resolve(early ?? run);
      };

      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > limits.answerBytes) end(SAYS_TOO_MUCH(limits.answerBytes));
        else chunks.push(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        errors = Buffer.from(Buffer.concat([errors, chunk]).subarray(-KEPT_ERROR_BYTES));
      });
      // It may end before it has read its input.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      child.once('error', ({ message }) =>
        finish({ kind: 'failed', reason: `the program did not start: ${message}` }),
      );
      // What it left behind may hold its output open.
      child.once('exit', () => killGroup(child.pid));
      child.once('close', (code, ended) =>
        finish({
          kind: 'ended',
          exitCode: code ?? FROM_SIGNAL + constants.signals[ended!],
          stdout: Buffer.concat(chunks).toString('utf8'),
          stderr: errors.toString('utf8'),
        }),
      );
    });
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
