import type { Command } from 'commander';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';

/** Commands about a run's ledger as a whole. */
export function addLedgerCommands(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  add('replay', 'make every proposal and decision again from the ledger', async (reference, output) => {
    const { replayCommand } = await import('./commands/replay.ts');
    return replayCommand(reference, output);
  });
  add('gc', 'remove content that nothing in the ledger refers to', async (reference, output) => {
    const { gcCommand } = await import('./commands/gc.ts');
    return gcCommand(reference, output);
  });
  add(
    'export <file>',
    'write a run into one file that verifies elsewhere',
    async (reference, output, [file]) => {
      const { exportCommand } = await import('./commands/export.ts');
      return exportCommand(reference, file!, output);
    },
  );
  add('import <file>', 'make a run of an exported file', async (reference, output, [file]) => {
    const { importCommand } = await import('./commands/import.ts');
    return importCommand(reference, file!, output);
  });
}

/** What editors and shells ask for. */
export function addToolCommands(program: Command, perform: Perform): void {
  program
    .command('schema')
    .description('the JSON Schema of fulcrum.yaml, for editors')
    .action(() =>
      perform(false, async () => {
        const { schemaCommand } = await import('./commands/schema.ts');
        return schemaCommand();
      }),
    );
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('a script that completes commands and flags')
    .action((shell: string) =>
      perform(false, async () => {
        const { completionCommand } = await import('./commands/completion.ts');
        return completionCommand(shell, program);
      }),
    );
}
