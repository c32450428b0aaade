import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
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
  const exported: Command = add(
    'export <file>',
    'write a run into one file that verifies elsewhere',
    async (reference, output, [file]) => {
      const { exportCommand, exportResults } = await import('./commands/export.ts');
      const write = exported.opts<{ resultsTsv?: true }>().resultsTsv ? exportResults : exportCommand;
      return write(reference, file!, output);
    },
  ).option('--results-tsv', 'instead a table of candidates, as autoresearch writes them');
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
  addMeterCommand(program, perform);
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

interface MeterFlags {
  readonly script?: string;
  readonly replay?: string;
  readonly record?: string;
  readonly prices?: string;
  readonly budget?: number;
  readonly port: number;
  readonly json?: boolean;
}

function addMeterCommand(program: Command, perform: Perform): void {
  program
    .command('meter')
    .description('meter model calls in front of a script or a recording, until interrupted')
    .option('--script <file>', 'rules that reply in place of a model')
    .option('--replay <folder>', 'a recording that replies in place of a model')
    .option('--record <folder>', 'record every call there')
    .option('--prices <file>', 'prices that replace those that come with Fulcrum')
    .option('--budget <usd>', 'refuse calls that would exceed this', amount)
    .option('--port <port>', 'instead of a free one', amount, 0)
    .option('--json', 'one JSON value a line')
    .action((flags: MeterFlags) =>
      perform(flags.json ?? false, async (output) => {
        const { meterCommand } = await import('./commands/meter.ts');
        const { script = null, replay = null, record = null, prices = null, budget = null, port } = flags;
        return meterCommand({ script, replay, record, prices, budget, port }, output);
      }),
    );
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('a number from 0 on is needed');
}
