import type { Command } from 'commander';
import type { Perform } from './perform.ts';

interface MemoryFlags {
  readonly task: string;
  readonly all?: boolean;
  readonly file?: string;
  readonly author?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** `fulcrum memory`: what runs have learned and people have said, for later runs of a task. */
export function addMemoryCommands(program: Command, perform: Perform): void {
  const memory = program
    .command('memory')
    .description('what runs have learned and people have said, for later runs of a task');
  const flagged = (usage: string, description: string): Command =>
    memory
      .command(usage)
      .description(description)
      .option('--task <task>', 'task file or its folder', '.')
      .option('--json', 'one JSON value a line');
  flagged('list', 'its entries, those that the next run is told first')
    .option('--all', 'forgotten ones too')
    .action((flags: MemoryFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { memoryListCommand } = await import('./commands/memory.ts');
        return memoryListCommand(flags.task, flags.all ?? false, output);
      }),
    );
  flagged('show <entry>', 'one entry, by the beginning of its name').action(
    (entry: string, flags: MemoryFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { memoryShowCommand } = await import('./commands/memory.ts');
        return memoryShowCommand(flags.task, entry, output);
      }),
  );
  flagged('add [text]', 'tell later runs something')
    .option('--file <file>', 'take the text from there')
    .option('--author <name>', 'instead of the name that git knows')
    .action((text: string | undefined, flags: MemoryFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { memoryAddCommand } = await import('./commands/memory.ts');
        const { file = null, author = null } = flags;
        return memoryAddCommand(flags.task, { text: text ?? null, file, author }, output);
      }),
    );
  flagged('forget <entry>', 'tell it to no later run')
    .option('--reason <text>', 'why')
    .option('--author <name>', 'instead of the name that git knows')
    .action((entry: string, flags: MemoryFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { memoryForgetCommand } = await import('./commands/memory.ts');
        const { reason = '', author = null } = flags;
        return memoryForgetCommand(flags.task, { entry, reason, author }, output);
      }),
    );
}
