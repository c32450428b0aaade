import type { Command } from 'commander';
import type { Perform } from './perform.ts';
import { portNumber } from './port-number.ts';

interface McpFlags {
  readonly task?: readonly string[];
  readonly name: string;
  readonly http?: number;
  readonly json?: boolean;
}

interface PinFlags {
  readonly approve?: boolean;
  readonly author?: string;
  readonly json?: boolean;
}

/** `fulcrum mcp`: Fulcrum as a server of the Model Context Protocol, and the servers that agents may use. */
export function addMcpCommands(program: Command, perform: Perform): void {
  const mcp = program
    .command('mcp')
    .description('let MCP clients read runs and submit candidates, over standard input and output')
    .option('--task <task>', 'task file or its folder; can be repeated (default: ".")', repeated)
    .option('--name <run>', 'which run of each task', 'main')
    .option('--http <port>', 'over HTTP on this machine instead; 0 takes a free port', portNumber)
    .option('--json', 'one JSON value a line, with --http')
    .action((flags: McpFlags) =>
      // Without HTTP standard output belongs to the protocol.
      perform(flags.http !== undefined && (flags.json ?? false), async (output) => {
        const { mcpCommand } = await import('./commands/mcp.ts');
        return mcpCommand({ tasks: flags.task ?? ['.'], name: flags.name, port: flags.http ?? null }, output);
      }),
    );
  mcp
    .command('pin')
    .argument('[task]', 'task file or its folder', '.')
    .description('show what the MCP servers offered to agents tell a model, against what was approved')
    .option('--approve', 'approve it as it is')
    .option('--author <name>', 'instead of the name that git knows')
    .option('--json', 'one JSON value a line')
    .action((task: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<PinFlags>();
      return perform(flags.json ?? false, async (output) => {
        const { mcpPinCommand } = await import('./commands/mcp-pin.ts');
        const { approve = false, author = null } = flags;
        return mcpPinCommand(task, { approve, author }, output);
      });
    });
}

function repeated(task: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, task];
}
