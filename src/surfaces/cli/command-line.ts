import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.ts';
import { EXIT_CODES, exitCodeOfError } from './exit-code.ts';
import { createOutput, reportError } from './output.ts';
import type { Perform } from './program.ts';
import { buildProgram } from './program.ts';

/** Carries out one command; whatever it throws becomes a message and an exit code. */
const perform: Perform = async (json, action) => {
  const output = createOutput(json);
  let code: ExitCode;
  try {
    code = await action(output);
  } catch (error) {
    reportError(output, error);
    code = exitCodeOfError(error);
  }
  process.exitCode = code;
};

/** Carries out what the arguments of this process ask for and sets its exit code. */
export async function runCommandLine(): Promise<void> {
  // A reader that closes the pipe early, as `head` does, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_CODES.finished);
    throw error;
  });
  try {
    const program = buildProgram(perform);
    const nested = program.commands.flatMap(({ commands }) => commands);
    for (const command of [program, ...program.commands, ...nested]) command.exitOverride();
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.finished : EXIT_CODES.usage;
  }
}
