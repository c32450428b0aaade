import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { RunReference } from './open-run.ts';
import type { Output } from './output.ts';
import type { Perform } from './perform.ts';

export type ReadAction = (
  reference: RunReference,
  output: Output,
  names: readonly string[],
) => ExitCode | Promise<ExitCode>;

/** Adds a command about one run of one task. */
export type AddReadCommand = (usage: string, description: string, action: ReadAction) => Command;

export function readCommands(program: Command, perform: Perform): AddReadCommand {
  return (usage, description, action) =>
    program
      .command(usage)
      .description(description)
      .option('--task <task>', 'task file or its folder', '.')
      .option('--name <run>', 'which run of the task', 'main')
      .option('--json', 'one JSON value a line')
      .action((...parameters: readonly unknown[]) => {
        const command = parameters.at(-1) as Command;
        const flags = command.opts<RunReference & { readonly json?: boolean }>();
        return perform(flags.json ?? false, (output) => action(flags, output, command.args));
      });
}
