import type { Command } from 'commander';
import type { Perform } from './perform.ts';
import { portNumber } from './port-number.ts';

interface ViewFlags {
  readonly port: number;
  readonly host: string;
  readonly open?: boolean;
  readonly json?: boolean;
}

/** `fulcrum view`: runs on a local page. */
export function addViewCommand(program: Command, perform: Perform): void {
  program
    .command('view')
    .argument('[path...]', 'tasks or run directories', ['.'])
    .description('show runs on a local page, live, until interrupted')
    .option('--port <port>', 'instead of a free one', portNumber, 0)
    .option(
      '--host <address>',
      'where to listen; any other than this machine itself lets others in',
      '127.0.0.1',
    )
    .option('--open', 'open the page in the browser')
    .option('--json', 'one JSON value a line')
    .action((paths: readonly string[], flags: ViewFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { viewCommand } = await import('./commands/view.ts');
        const { port, host, open = false } = flags;
        return viewCommand({ paths, port, host, open }, output);
      }),
    );
}
