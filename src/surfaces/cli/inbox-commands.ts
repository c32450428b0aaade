import type { Command } from 'commander';
import type { Perform } from './perform.ts';
import { readCommands } from './read-command.ts';

/** Commands for the people who propose changes themselves. */
export function addInboxCommands(program: Command, perform: Perform): void {
  const add = readCommands(program, perform);
  const propose: Command = add(
    'propose <change>',
    'put a change of your own into the inbox of a run',
    async (reference, output, [change]) => {
      const { proposeCommand } = await import('./commands/propose.ts');
      const { base = 'best', summary = null, author = null } = propose.opts<{ [flag: string]: string }>();
      return proposeCommand(reference, change!, { base, summary, author }, output);
    },
  )
    .option('--base <candidate>', 'what is changed: a number, baseline or best', 'best')
    .option('--summary <line>', 'the change in one line')
    .option('--author <name>', 'instead of the name that git knows');
  const inbox: Command = add('inbox', 'proposals of people that wait', async (reference, output) => {
    const { inboxCommand } = await import('./commands/inbox.ts');
    return inboxCommand(reference, inbox.opts<{ all?: boolean }>().all ?? false, output);
  }).option('--all', 'those that were taken too');
}
