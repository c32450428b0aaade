import { CommanderError } from 'commander';
import { EXIT_CODES, exitCodeOfError } from './exit-code.ts';
import type { Streams } from './output.ts';
import { createOutput, reportError } from './output.ts';
import { buildProgram } from './program.ts';

/** Carries out what the arguments of this process ask for and sets its exit code. */
export async function runCommandLine(): Promise<void> {
  // A reader that closes the pipe early, as `head` does, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.finished);
    throw error;
  });
  process.exitCode = await carryOut(process.argv.slice(2), process);
}

/** Carries out one command; whatever it throws becomes a message and an exit code. */
export async function carryOut(words: readonly string[], streams: Streams): Promise<number> {
  let code: number = EXIT_CODES.finished;
  const program = buildProgram(async (json, action) => {
    const output = createOutput(json, streams);
    try {
      code = await action(output);
    } catch (error) {
      reportError(output, error);
      code = exitCodeOfError(error);
    }
  });
  const nested = program.commands.flatMap(({ commands }) => commands);
  for (const command of [program, ...program.commands, ...nested])
    command.exitOverride().configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_CODES.finished : EXIT_CODES.usage;
  }
}
